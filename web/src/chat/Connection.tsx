/** A thin line above the chat when its connection is lost or refused: what is shown stays. */

import { ApiError } from '../api/errors';
import { ConnectionBanner } from '../ui/ConnectionBanner';
import { Button } from '../ui/parts';
import type { AgentChat } from './useAgentChat';

export function Connection(props: { chat: AgentChat; onSignIn?: (() => void) | undefined }) {
  const { chat, onSignIn } = props;
  const { connection } = chat;
  const refused = connection.state === 'failed' ? connection.error : chat.error;
  if (refused instanceof ApiError && refused.status === 401) {
    return (
      <div
        role="alert"
        className="flex items-center justify-center gap-2 bg-warn-soft px-3 py-1 text-sm text-warn"
      >
        <p>Your sign-in has expired. What you have written is kept.</p>
        <Button kind="bare" className="underline" onClick={onSignIn ?? chat.reconnect}>
          {onSignIn ? 'Sign in' : 'Try again'}
        </Button>
      </div>
    );
  }
  return (
    <ConnectionBanner
      status={connection}
      retryNow={chat.retryNow}
      restart={chat.reconnect}
      place="box"
    />
  );
}
