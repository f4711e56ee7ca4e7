/** Whole streams with the states that Casebook's own fold comes to (tests/protocol/recordings). */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnosis, History, Spent } from '../../src/api/types';
import type { Event } from '../../src/stream/events';

const FOLDER = join(import.meta.dirname, '../../../tests/protocol/recordings');

export interface Recording<State> {
  events: Event[];
  /** After the event of that seq. */
  states: Record<string, State>;
}

export type SessionState = Omit<History, 'next'> & {
  seq: number;
  workloadId: string;
  project: string;
  user: string;
  usage: Spent;
};

export const diagnosisRecording = (name: 'diagnosis' | 'controls'): Recording<Diagnosis> =>
  read(name);

export const chatRecording = (): Recording<SessionState> => read('chat');

/** With every moment in one spelling: `…11Z` and `…11.000Z` are the same. */
export function sameMoments(value: unknown): unknown {
  const text = JSON.stringify(value).replace(
    /"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z"/g,
    (_, seconds, fraction = '') => `"${seconds}.${fraction.padEnd(3, '0')}Z"`,
  );
  return JSON.parse(text);
}

function read<State>(name: string): Recording<State> {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
}
