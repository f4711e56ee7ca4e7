/** That the agent is at work, and for how long once it takes long. */

import { useState } from 'react';
import { useNow } from '../ui/times';

const LONG_SECONDS = 8;

/** Counts from when it is first seen: the server's clock may be another than the reader's. */
export function Typing(props: { isWriting: boolean }) {
  const [since] = useState(Date.now);
  const seconds = Math.floor((useNow(1000) - since) / 1000);
  return (
    <p className="mt-2 flex items-center gap-2 text-sm text-muted">
      <span aria-hidden className="flex gap-1">
        <span className="size-1.5 animate-pulse rounded-full bg-accent" />
        <span className="size-1.5 animate-pulse rounded-full bg-accent [animation-delay:150ms]" />
        <span className="size-1.5 animate-pulse rounded-full bg-accent [animation-delay:300ms]" />
      </span>
      {props.isWriting ? 'writing' : 'looking into it'}
      {seconds >= LONG_SECONDS && `, ${seconds} s so far`}
    </p>
  );
}
