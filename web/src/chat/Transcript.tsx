/** What was said, oldest first. It scrolls by itself only while its reader is at the end. */

import { ArrowDown } from 'lucide-react';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import type { ChatMessage } from '../fold/chat';
import { Button } from '../ui/parts';
import { AgentChatMessage } from './AgentChatMessage';
import type { OpenEvidence } from './Citation';
import { OutboxMessages } from './Outbox';
import { Typing } from './Typing';
import type { AgentChat } from './useAgentChat';
import type { Sticking } from './useStickToBottom';

/** So many messages are in the page; the ones before come when they are asked for. */
const SHOWN = 50;

export function Transcript(props: {
  chat: AgentChat;
  sticking: Sticking;
  onOpenEvidence: OpenEvidence;
  onSignIn?: (() => void) | undefined;
  /** Stands in the place of messages when there are none. */
  empty: ReactNode;
}) {
  const { chat, sticking } = props;
  const messages = chat.chat?.messages ?? [];
  const [shown, setShown] = useState(SHOWN);
  const earlier = Math.max(0, messages.length - shown);
  const askAgain = useAskAgain(chat);
  const last = messages.at(-1);
  const isWaiting = chat.isAnswering && last?.status !== 'streaming';
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={sticking.scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so a keyboard must reach it
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto px-4 py-3"
      >
        <div
          ref={sticking.content}
          role="log"
          aria-live="off"
          aria-label="Messages"
          className="flex min-h-full flex-col gap-4"
        >
          {earlier > 0 && (
            <Button onClick={() => setShown((count) => count + SHOWN)}>
              Show earlier messages ({earlier.toLocaleString('en')})
            </Button>
          )}
          {messages.slice(earlier).map((message) => (
            <AgentChatMessage
              key={message.clientMessageId ?? message.messageId}
              message={message}
              evidence={chat.chat?.evidence ?? []}
              hasEnded={chat.chat?.status === 'ended'}
              onOpenEvidence={props.onOpenEvidence}
              onAskAgain={message === last ? askAgain : undefined}
            />
          ))}
          <OutboxMessages chat={chat} onSignIn={props.onSignIn} />
          {isWaiting && <Typing isWriting={false} />}
          {messages.length === 0 && chat.outbox.length === 0 && props.empty}
        </div>
      </div>
      {sticking.isBehind && (
        <div className="absolute inset-x-0 bottom-3 flex justify-center">
          <Button kind="primary" className="shadow-lg" onClick={sticking.toBottom}>
            <ArrowDown aria-hidden size={14} /> New text below
          </Button>
        </div>
      )}
    </div>
  );
}

/** One function for all renders, so that messages that did not change are not drawn again. */
function useAskAgain(chat: AgentChat): (message: ChatMessage) => void {
  const current = useRef(chat);
  current.current = chat;
  return useCallback((failed: ChatMessage) => {
    const known = current.current.chat?.messages ?? [];
    const asked = failed.inReplyTo ?? failed.messageId;
    current.current.send(known.find(({ messageId }) => messageId === asked)?.text ?? '');
  }, []);
}
