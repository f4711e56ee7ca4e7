/** The chat with an agent about a workload, over the page: at its side, or all of a phone's. */

import { History, MessageSquarePlus } from 'lucide-react';
import { useState } from 'react';
import type { Client } from '../api/client';
import { Overlay } from '../ui/overlay';
import { Button } from '../ui/parts';
import { plain } from '../ui/plain';
import { AgentChatView } from './AgentChat';
import { SUGGESTIONS } from './Suggestions';
import { type AgentChatOptions, useAgentChat } from './useAgentChat';

export interface AgentChatModalProps {
  workloadId: string;
  projectId: string;
  open: boolean;
  onClose: () => void;
  client: Client;
  /** How people call the workload. */
  workloadName?: string | undefined;
  /** What stands in the input when nothing was written before. */
  question?: string | undefined;
  /** Offered in an empty chat. */
  suggestions?: readonly string[] | undefined;
  /** The AWS region: with it evidence links to CloudWatch. */
  region?: string | undefined;
  /** Signs in again when the sign-in has expired. */
  onSignIn?: (() => void) | undefined;
  connect?: AgentChatOptions['connect'];
}

/** While it is closed it follows nothing; opened again it shows what happened meanwhile. */
export function AgentChatModal(props: AgentChatModalProps) {
  return props.open ? <Opened {...props} /> : null;
}

function Opened(props: AgentChatModalProps) {
  const { client, workloadId, projectId, question, connect } = props;
  const chat = useAgentChat({ client, workloadId, projectId, question, connect });
  const [showsEarlier, setShowsEarlier] = useState(false);
  return (
    <Overlay
      open
      fills
      place="side"
      onClose={props.onClose}
      title={`Ask about ${plain(props.workloadName ?? workloadId)}`}
      actions={
        <>
          <Action
            label="Start a new chat"
            onClick={() => {
              chat.startAnew();
              setShowsEarlier(false);
            }}
          >
            <MessageSquarePlus aria-hidden size={16} />
          </Action>
          <Action
            label={showsEarlier ? 'Back to the chat' : 'Your chats'}
            onClick={() => setShowsEarlier(!showsEarlier)}
          >
            <History aria-hidden size={16} />
          </Action>
        </>
      }
    >
      <AgentChatView
        chat={chat}
        client={client}
        workloadId={workloadId}
        suggestions={props.suggestions ?? SUGGESTIONS}
        showsEarlier={showsEarlier}
        onEarlierShown={() => setShowsEarlier(false)}
        region={props.region}
        onSignIn={props.onSignIn}
      />
    </Overlay>
  );
}

function Action(props: { label: string; onClick: () => void; children: React.ReactNode }) {
  return (
    <Button kind="bare" aria-label={props.label} title={props.label} onClick={props.onClick}>
      {props.children}
    </Button>
  );
}
