/** How a stream stands, in one thin line. It says nothing while all is well. */

import { CloudOff, Hourglass } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import type { Status } from '../stream/ports';
import { Button } from './parts';
import { plain } from './plain';
import { duration, useNow } from './times';

const PLACES = {
  /** Over the lower edge of the window, so that nothing that is read moves. */
  page: 'fixed inset-x-0 bottom-0 z-20 border-t border-line shadow-lg',
  /** In the flow of a box of its own, such as the chat. */
  box: '',
};

/**
 * `retryNow` is the Follower's: it cuts the pause short. It is also called when the browser says
 * that the network is back. A stream that has failed shows its error and offers `retryNow` only
 * when `restart` is given, as a Follower that has failed has to be made anew.
 */
export function ConnectionBanner(props: {
  status: Status;
  retryNow: () => void;
  restart?: () => void;
  place?: keyof typeof PLACES;
}) {
  const { status, retryNow, restart } = props;
  useEffect(() => {
    window.addEventListener('online', retryNow);
    return () => window.removeEventListener('online', retryNow);
  }, [retryNow]);
  const place = PLACES[props.place ?? 'page'];
  return (
    <div role="status">
      {status.state === 'reconnecting' && (
        <Line place={place} action={<Now onClick={retryNow}>Try now</Now>}>
          The connection was lost.{' '}
          {/* Read out once: a countdown that speaks every second is noise. */}
          <span className="sr-only">It is tried again by itself.</span>
          <Countdown until={status.at} />{' '}
          <span className="hidden text-muted sm:inline">({plain(status.reason)})</span>
        </Line>
      )}
      {status.state === 'live' && status.polling && (
        <Line place={place} icon={<Hourglass aria-hidden size={15} className="shrink-0" />}>
          This network lets no WebSocket through: what is new comes every few seconds.
        </Line>
      )}
      {status.state === 'failed' && (
        <Line place={place} action={restart && <Now onClick={restart}>Try again</Now>}>
          What is new does not come any more: {plain(status.error.message)}
        </Line>
      )}
    </div>
  );
}

function Line(props: { place: string; icon?: ReactNode; action?: ReactNode; children: ReactNode }) {
  return (
    <div
      className={`flex items-center justify-center gap-2 bg-warn-soft px-3 py-1 text-sm text-warn ${props.place}`}
    >
      {props.icon ?? <CloudOff aria-hidden size={15} className="shrink-0" />}
      <p className="min-w-0 break-words">{props.children}</p>
      {props.action}
    </div>
  );
}

function Now(props: { onClick: () => void; children: ReactNode }) {
  return (
    <Button kind="bare" className="underline" onClick={props.onClick}>
      {props.children}
    </Button>
  );
}

function Countdown(props: { until: number }) {
  const left = props.until - useNow(500);
  return (
    <span aria-hidden className="tabular-nums">
      {left > 0
        ? `Next try in ${duration(Math.ceil(left / 1000) * 1000)}.`
        : 'It is being tried again…'}
    </span>
  );
}
