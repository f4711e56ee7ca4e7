/** A thin line above the chat when its connection is lost or refused: what is shown stays. */

import { ApiError } from '../api/errors';
import { Button } from '../ui/parts';
import { plain } from '../ui/plain';
import { useNow } from '../ui/times';
import type { AgentChat } from './useAgentChat';

export function Connection(props: { chat: AgentChat; onSignIn?: (() => void) | undefined }) {
  const { connection } = props.chat;
  switch (connection.state) {
    case 'reconnecting':
      return (
        <Line action={<Button onClick={props.chat.retryNow}>Try now</Button>}>
          The connection is lost. Trying again <Countdown until={connection.at} />
        </Line>
      );
    case 'failed':
      return <Refused {...props} error={connection.error} />;
    case 'live':
      return connection.polling ? (
        <Line>Without a WebSocket: answers come in pieces, every second or so.</Line>
      ) : null;
    default:
      return null;
  }
}

function Refused(props: {
  chat: AgentChat;
  error: Error;
  onSignIn?: (() => void) | undefined;
}) {
  const { error, onSignIn } = props;
  const again = <Button onClick={props.chat.reconnect}>Try again</Button>;
  if (error instanceof ApiError && error.status === 401) {
    return (
      <Line action={onSignIn ? <Button onClick={onSignIn}>Sign in</Button> : again}>
        Your sign-in has expired. What you have written is kept.
      </Line>
    );
  }
  return <Line action={again}>This chat cannot be followed: {plain(error.message)}</Line>;
}

function Countdown({ until }: { until: number }) {
  const seconds = Math.ceil((until - useNow(250)) / 1000);
  return seconds > 0 ? <span aria-hidden>in {seconds} s.</span> : <span aria-hidden>now.</span>;
}

function Line(props: { children: React.ReactNode; action?: React.ReactNode }) {
  return (
    <div
      role="status"
      className="flex min-h-9 items-center justify-between gap-3 bg-warn-soft px-4 py-0.5 text-sm text-warn"
    >
      <span>{props.children}</span>
      {props.action}
    </div>
  );
}
