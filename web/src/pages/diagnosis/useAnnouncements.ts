import { useEffect, useState } from 'react';
import type { DiagnosisView } from '../../fold/diagnosis';
import { plain } from '../../ui/plain';
import { stageOf } from './words';

/** What a screen reader hears: that another stage has begun, and what was done at a press. */
export function useAnnouncements(now: DiagnosisView, isPast: boolean, place: number | null) {
  const [words, say] = useState('');
  const stage = stageOf(now, place).words;
  useEffect(() => {
    if (!isPast) {
      say(stage);
    }
  }, [stage, isPast]);
  return { words: plain(words), say };
}
