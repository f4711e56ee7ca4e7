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
  running: ['Diagnosing now', 'accent'],
  paused: ['Paused', 'accent'],
  cancelled: ['Cancelled', 'neutral'],
  failed: ['Diagnosis failed', 'warn'],
};

/** The same, to be said elsewhere than in a badge. */
export function standingOf(
  status: string,
  verdict?: string | null,
): readonly [words: string, tone: Tone] {
  return STATUSES[status] ?? VERDICTS[verdict ?? ''] ?? [verdict ?? status, 'neutral'];
}

/** The verdict of a diagnosis that has concluded, else its status. */
export function Standing(props: { status: string; verdict?: string | null | undefined }) {
  const [words, tone] = standingOf(props.status, props.verdict);
  return <Badge tone={tone}>{words}</Badge>;
}
