import type { DiagnosisSummary } from '../../api/types';
import { firstSentence, plain, shortened } from '../../ui/plain';

const LONGEST = 200;

/** What a diagnosis says in one sentence; before it says anything, what it is about. */
export function headlineOf({ summary, alarm }: DiagnosisSummary): string {
  if (!summary) {
    return alarm ? plain(alarm) : 'Asked by a person';
  }
  const [first] = firstSentence(summary);
  return plain(shortened(first.replaceAll('`', ''), LONGEST));
}
