/** The cases of tests/protocol, which this client and cli/stream.py both pass. */

import { readdirSync, readFileSync } from 'node:fs';
import type { Event } from '../../src/stream/events';

const FOLDER = new URL('../../../tests/protocol/', import.meta.url);

export type Step =
  | { event: number }
  | { frame: object }
  | { written: number }
  | { passes: number }
  | { text: string }
  | { quiet: true };

export interface StreamCase {
  about: string;
  log: { seq: number; type: string; data?: object }[];
  written: number;
  connections: ('refused' | Step[])[];
  expect: Record<string, unknown>;
}

export interface OrderCase {
  about: string;
  after: number;
  steps: {
    add?: number[];
    addFromLog?: number[];
    announce?: number;
    ready: number[];
    hole: boolean;
  }[];
}

export interface TranscriptCase {
  about: string;
  text: Record<string, string>;
  steps: {
    place?: [string, number, string];
    complete?: [string, string];
    reset?: string;
    out: object[];
  }[];
}

export function streamCases(): [string, StreamCase][] {
  const files = readdirSync(new URL('streams/', FOLDER)).sort();
  return files.map((file) => [file.replace('.json', ''), read(`streams/${file}`)]);
}

export const orderCases = (): OrderCase[] => read('order.json');

export const transcriptCases = (): TranscriptCase[] => read('transcript.json');

/** An event of the stream `dgn_1`, with what an entry of a case's log leaves out. */
export function event(entry: { seq: number; type?: string; data?: object }): Event {
  const whole = {
    stream: 'dgn_1',
    type: 'tool-started',
    at: '2026-11-21T12:00:00.000Z',
    actor: 'log-agent',
    parent: null,
    data: {},
    ...entry,
  };
  return whole as Event;
}

function read<Case>(name: string): Case {
  return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
}
