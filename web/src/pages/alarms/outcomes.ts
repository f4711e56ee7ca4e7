/** What can become of an alarm, in words. */

import type { AlarmOutcome } from '../../api/types';
import type { Tone } from '../../ui/parts';

export const OUTCOMES: Readonly<Record<AlarmOutcome, { words: string; tone: Tone; fix?: string }>> =
  {
    started: { words: 'Started a diagnosis', tone: 'good' },
    joined: { words: 'Joined an open diagnosis', tone: 'good' },
    waiting: { words: 'Being handled', tone: 'accent' },
    unmatched: { words: 'No workload claims it', tone: 'warn' },
    'over-limit': {
      words: 'Over the limit',
      tone: 'warn',
      fix: 'The workload has had its diagnoses of the day. Settings says how many that are.',
    },
    'given-up': {
      words: 'Given up',
      tone: 'bad',
      fix: 'Its message is in the queue of failed events: send it again from there once the reason is gone, or diagnose the workload by hand.',
    },
  };
