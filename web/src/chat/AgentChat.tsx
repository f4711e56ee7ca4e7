/** The chat itself, without what it stands in: messages, input, and what is said about its state. */

import { lazy, Suspense, useCallback, useState } from 'react';
import type { Client } from '../api/client';
import { Failure } from '../ui/failure';
import { Button, Loading, Notice } from '../ui/parts';
import { plain } from '../ui/plain';
import type { OpenEvidence } from './Citation';
import { Composer } from './Composer';
import { Connection } from './Connection';
import { EarlierChats } from './EarlierChats';
import { Suggestions } from './Suggestions';
import { Transcript } from './Transcript';
import type { AgentChat } from './useAgentChat';
import { useStickToBottom } from './useStickToBottom';
import { endingWords, stateWords } from './words';

const ChatEvidence = lazy(() => import('./ChatEvidence'));

export interface AgentChatViewProps {
  chat: AgentChat;
  client: Client;
  workloadId: string;
  suggestions: readonly string[];
  /** Shows the person's other chats in the place of this one. */
  showsEarlier: boolean;
  onEarlierShown: () => void;
  /** With it evidence links to CloudWatch. */
  region?: string | undefined;
  onSignIn?: (() => void) | undefined;
}

export function AgentChatView(props: AgentChatViewProps) {
  const { chat, client, workloadId } = props;
  const [opened, setOpened] = useState<{ evidenceId: string; claim: string } | null>(null);
  const openEvidence = useCallback<OpenEvidence>(
    (evidenceId, claim = '') => setOpened({ evidenceId, claim }),
    [],
  );
  if (props.showsEarlier) {
    return (
      <EarlierChats
        client={client}
        workloadId={workloadId}
        current={chat.sessionId}
        onSelect={(sessionId) => {
          chat.select(sessionId);
          props.onEarlierShown();
        }}
      />
    );
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <p role="status" className="sr-only">
        {stateWords(chat.chat, chat.isAnswering)}
      </p>
      <Connection chat={chat} onSignIn={props.onSignIn} />
      <Talk {...props} onOpenEvidence={openEvidence} />
      {opened !== null && chat.sessionId !== null && (
        <Suspense fallback={null}>
          <ChatEvidence
            client={client}
            workloadId={workloadId}
            sessionId={chat.sessionId}
            {...opened}
            known={chat.chat?.evidence.find(({ id }) => id === opened.evidenceId)}
            region={props.region}
            onClose={() => setOpened(null)}
          />
        </Suspense>
      )}
    </div>
  );
}

function Talk(props: AgentChatViewProps & { onOpenEvidence: OpenEvidence }) {
  const { chat } = props;
  const sticking = useStickToBottom();
  const ask = (question: string) => {
    chat.send(question);
    sticking.toBottom();
  };
  return (
    <>
      <Transcript
        chat={chat}
        sticking={sticking}
        onOpenEvidence={props.onOpenEvidence}
        onSignIn={props.onSignIn}
        empty={<Beginning {...props} onAsk={ask} />}
      />
      <div className="px-4 empty:hidden">
        {chat.stage === 'failed' && chat.outbox.length > 0 && (
          <Failure error={chat.error} retry={chat.reconnect} />
        )}
        {chat.endError && (
          <Notice title="It could not be ended">{plain(chat.endError.message)}</Notice>
        )}
        {chat.chat?.status === 'ended' && (
          <Notice tone="accent" action={<Button onClick={chat.startAnew}>Start a new chat</Button>}>
            {endingWords(chat.chat)} You can still read it.
          </Notice>
        )}
      </div>
      <Composer chat={chat} onSent={sticking.toBottom} />
    </>
  );
}

function Beginning(props: AgentChatViewProps & { onAsk: (question: string) => void }) {
  const { chat } = props;
  const isLoading = chat.sessionId !== null && chat.chat === null;
  if (chat.stage === 'failed') {
    return <Failure error={chat.error} retry={chat.reconnect} />;
  }
  if (chat.stage === 'looking' || (isLoading && chat.connection.state !== 'failed')) {
    return <Loading what="the chat" />;
  }
  return isLoading ? null : <Suggestions questions={props.suggestions} onAsk={props.onAsk} />;
}
