/** Where a diagnosis stands, in words. */

import { Badge, type Tone } from './parts';

export const VERDICTS: Record<string, readonly [words: string, tone: Tone]> = {
  confirmed: ['Cause confirmed', 'bad'],
  likely: ['Cause likely', 'warn'],
  inconclusive: ['Inconclusive', 'neutral'],
  healthy: ['Healthy', 'good'],
};
const STATUSES: Record<string, readonly [words: string, tone: Tone]> = {
  new: ['Starting', 'accent'],
  queued: ['Queued', 'neutral'],
  running: ['Diagnosing now', 'accent'],
  paused: ['Paused', 'accent'],
  cancelled: ['Cancelled', 'neutral'],
  failed: ['Diagnosis failed', 'warn'],
};

/** How many start before one that is queued; empty for any other. `place` 1 is next. */
export function beforeIt(place?: number | null): string {
  if (!place) {
    return '';
  }
  return place === 1 ? 'next' : `${place - 1} before it`;
}

/** The same, to be said elsewhere than in a badge. */
export function standingOf(
  status: string,
  verdict?: string | null,
): readonly [words: string, tone: Tone] {
  return STATUSES[status] ?? VERDICTS[verdict ?? ''] ?? [verdict ?? status, 'neutral'];
}

/** The verdict of a diagnosis that has concluded, else its status, and its place in the queue. */
export function Standing(props: {
  status: string;
  verdict?: string | null | undefined;
  place?: number | null | undefined;
}) {
  const [words, tone] = standingOf(props.status, props.verdict);
  const before = beforeIt(props.place);
  return <Badge tone={tone}>{before === '' ? words : `${words}: ${before}`}</Badge>;
}
