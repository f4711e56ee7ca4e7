/** Messages on their way, and those that could not be sent: nothing that was written is lost. */

import { LoaderCircle } from 'lucide-react';
import { ApiError, ConnectionLost } from '../api/errors';
import { Button } from '../ui/parts';
import { plain } from '../ui/plain';
import { duration, useNow } from '../ui/times';
import { MessageFrame, Words } from './AgentChatMessage';
import { isGone } from './ending';
import type { Pending } from './outbox';
import type { AgentChat } from './useAgentChat';

export function OutboxMessages(props: { chat: AgentChat; onSignIn?: (() => void) | undefined }) {
  return props.chat.outbox.map((pending) => (
    <MessageFrame
      key={pending.clientMessageId}
      who="user"
      at={pending.at}
      name={null}
      below={pending.state === 'failed' ? <Failed pending={pending} {...props} /> : <OnItsWay />}
    >
      <Words text={pending.text} />
    </MessageFrame>
  ));
}

function OnItsWay() {
  return (
    <p className="flex items-center gap-1 text-xs text-muted">
      <LoaderCircle aria-hidden size={12} className="animate-spin" /> sending
    </p>
  );
}

function Failed(props: { pending: Pending; chat: AgentChat; onSignIn?: (() => void) | undefined }) {
  const { pending, chat, onSignIn } = props;
  const { clientMessageId: id, error } = pending;
  const isSignedOut = error instanceof ApiError && error.status === 401;
  return (
    <div role="alert" className="max-w-[85%] rounded bg-bad-soft px-3 py-2 text-sm text-bad">
      <p>
        <strong>Not sent.</strong> {reason(error)} <Wait until={pending.retryAt} />
      </p>
      <div className="mt-1 flex flex-wrap gap-2">
        {isSignedOut && onSignIn && <Button onClick={onSignIn}>Sign in</Button>}
        <Button onClick={() => chat.resend(id)} disabled={!chat.canSend}>
          {isGone(error) ? 'Send in a new chat' : 'Send again'}
        </Button>
        <Button onClick={() => chat.edit(id)}>Edit</Button>
        <Button onClick={() => chat.discard(id)}>Discard</Button>
      </div>
    </div>
  );
}

function reason(error: Error | null): string {
  if (error instanceof ConnectionLost) {
    return 'Casebook cannot be reached; it is kept here.';
  }
  if (error instanceof ApiError && error.status === 401) {
    return 'Your sign-in has expired; it is kept here.';
  }
  return error === null ? 'It was kept from before.' : sentence(plain(error.message));
}

function sentence(words: string): string {
  const begun = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

/** Counts down to when it may work. */
function Wait({ until }: { until: number | null }) {
  const now = useNow(1000);
  if (until === null) {
    return null;
  }
  return until > now ? <>It may work in {duration(until - now)}.</> : <>It may work now.</>;
}
