/** One message of a chat: what a person said, or what the agent answered and what it did for it. */

import { Bot, RotateCcw, UserRound } from 'lucide-react';
import { lazy, memo, type ReactNode, Suspense } from 'react';
import type { ChatMessage } from '../fold/chat';
import type { Evidence } from '../stream/events';
import { CopyButton } from '../ui/copy';
import { Button } from '../ui/parts';
import { plain } from '../ui/plain';
import { Time } from '../ui/times';
import { Citations, type OpenEvidence } from './Citation';
import { hasNotes } from './doubts';
import { LongText } from './LongText';
import { ToolRows } from './ToolRows';
import { Typing } from './Typing';
import { failureWords, STOPPED } from './words';

const Markdown = lazy(() => import('./Markdown'));

export interface AgentChatMessageProps {
  message: ChatMessage;
  /** What the tools of the session found. */
  evidence: readonly Evidence[];
  /** The session has ended: what is not complete never will be. */
  hasEnded: boolean;
  onOpenEvidence: OpenEvidence;
  /** Asks the question of a failed answer again; absent when that is not possible now. */
  onAskAgain?: ((message: ChatMessage) => void) | undefined;
}

export const AgentChatMessage = memo(function AgentChatMessage(props: AgentChatMessageProps) {
  return props.message.role === 'user' ? <Said {...props} /> : <Answer {...props} />;
});

/** The frame of a message: who and when. A person's stands at the right, in a bubble. */
export function MessageFrame(props: {
  who: 'user' | 'agent';
  at: string;
  name: ReactNode;
  children: ReactNode;
  below?: ReactNode;
}) {
  const isUser = props.who === 'user';
  return (
    <article
      aria-label={isUser ? 'You' : 'The agent'}
      className={`flex flex-col gap-1 ${isUser ? 'items-end' : 'items-stretch'}`}
    >
      <p className="flex items-center gap-1.5 text-xs text-muted">
        {isUser ? <UserRound aria-hidden size={14} /> : <Bot aria-hidden size={14} />}
        <strong className="font-semibold text-text">{isUser ? 'You' : 'Agent'}</strong>
        {props.name}
        <Time at={props.at} />
      </p>
      <div
        className={
          isUser
            ? 'max-w-[85%] rounded-lg rounded-tr-none bg-accent-soft px-3 py-2'
            : 'min-w-0 border-l-2 border-line pl-3'
        }
      >
        {props.children}
      </div>
      {props.below}
    </article>
  );
}

/** What a person wrote, as it was written. */
export function Words(props: { text: string }) {
  return (
    <p dir="auto" className="break-words whitespace-pre-wrap">
      <LongText text={plain(props.text)} />
    </p>
  );
}

/** A question that was stopped, or given up, before its answer began says so itself. */
function Said(props: AgentChatMessageProps) {
  const { message } = props;
  return (
    <MessageFrame who="user" at={message.at} name={null} below={<Outcome {...props} />}>
      <Words text={message.text} />
    </MessageFrame>
  );
}

function Answer(props: AgentChatMessageProps) {
  const { message, evidence, hasEnded, onOpenEvidence } = props;
  const { text, unsupported } = message;
  const isStreaming = message.status === 'streaming' && !hasEnded;
  const below = text !== '' && message.status !== 'streaming' && (
    <CopyButton text={() => plain(text)} label="Copy this answer">
      Copy
    </CopyButton>
  );
  return (
    <MessageFrame
      who="agent"
      at={message.at}
      name={
        <span>{message.engine === 'deterministic' ? 'by rules' : plain(message.model ?? '')}</span>
      }
      below={<div className="flex pl-1">{below}</div>}
    >
      <ToolRows tools={message.tools} hasEnded={!isStreaming} onOpenEvidence={onOpenEvidence} />
      {message.withdrawals.map((reason, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they only ever grow
        <Remark key={index}>
          What was said so far was withdrawn, and the answer begun anew: {plain(reason)}.
        </Remark>
      ))}
      {text !== '' && (
        <Citations text={text} evidence={evidence} onOpen={onOpenEvidence}>
          <Suspense fallback={<Words text={text} />}>
            <Markdown text={text} isStreaming={isStreaming} unsupported={unsupported} />
          </Suspense>
        </Citations>
      )}
      {isStreaming && <Typing isWriting={text !== ''} />}
      {unsupported.length > 0 && !hasNotes(text) && <Doubts sentences={unsupported} />}
      <Outcome {...props} />
    </MessageFrame>
  );
}

/** Where the answer has the server's own notes on them, they need no list. */
function Doubts({ sentences }: { sentences: readonly string[] }) {
  const count = sentences.length === 1 ? 'One sentence' : `${sentences.length} sentences`;
  return (
    <details className="mt-2 rounded bg-warn-soft px-2 py-1 text-sm text-warn">
      <summary>
        {count} of this answer {sentences.length === 1 ? 'is' : 'are'} not borne out by the
        evidence.
      </summary>
      <ul className="list-disc pl-5">
        {sentences.map((sentence) => (
          <li key={sentence} className="break-words">
            <LongText text={plain(sentence)} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Why there is no whole answer, and what to do. */
function Outcome({ message, hasEnded, onAskAgain }: AgentChatMessageProps) {
  if (message.failure !== null) {
    const { reason, retryable } = message.failure;
    const tone = reason === STOPPED ? 'bg-sunken text-muted' : 'bg-bad-soft text-bad';
    return (
      <div className={`mt-2 flex flex-wrap items-center gap-2 rounded px-2 py-1 text-sm ${tone}`}>
        <span>{failureWords(message.failure)}</span>
        {retryable && onAskAgain && (
          <Button onClick={() => onAskAgain(message)}>
            <RotateCcw aria-hidden size={14} /> Ask again
          </Button>
        )}
      </div>
    );
  }
  return message.status === 'streaming' && hasEnded ? (
    <Remark>The chat ended before this answer was complete.</Remark>
  ) : null;
}

function Remark({ children }: { children: ReactNode }) {
  return <p className="my-2 rounded bg-warn-soft px-2 py-1 text-sm text-warn">{children}</p>;
}
