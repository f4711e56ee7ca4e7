/** The frames that come over the WebSocket; docs/api.md says what each means. */

import { ConnectionLost } from '../api/errors';
import type { Event } from './events';

/** A piece of an answer, the moment it is written. It has no seq. */
export interface TextFrame {
  type: 'content-delta';
  stream: string;
  message: string;
  offset: number;
  text: string;
}

/** In place of an event that is too large for a frame. */
export interface EventAvailable {
  type: 'event-available';
  stream: string;
  seq: number;
}

/** The replay is done, up to `seq`. */
export interface Subscribed {
  type: 'subscribed';
  stream: string;
  seq: number;
  ended: boolean;
}

/** Several frames in one, in their order, of what was replayed. */
export interface Batch {
  type: 'batch';
  frames: Frame[];
}

export interface KeepAlive {
  type: 'keep-alive';
  at: string;
}

/** The stream is not followed any more. */
export interface Unsubscribed {
  type: 'unsubscribed';
  stream: string;
}

/**
 * What was wrong with a frame: a problem body but for its `type`. `id` is the one that its sender
 * gave the frame, if they gave it one.
 */
export interface ErrorFrame {
  type: 'error';
  id?: string | null;
  action?: string | null;
  stream?: string | null;
  title: string;
  status: number;
  detail: string | null;
  retryable: boolean;
  retryAfterSeconds: number | null;
}

export type Frame =
  | Event
  | TextFrame
  | EventAvailable
  | Subscribed
  | Batch
  | Unsubscribed
  | KeepAlive
  | ErrorFrame;

/** Nothing follows an event of these types in its stream. */
export const FINAL_TYPES: ReadonlySet<string> = new Set<Event['type']>([
  'session-ended',
  'diagnosis-concluded',
  'diagnosis-cancelled',
  'diagnosis-failed',
]);

export function isEvent(frame: Frame): frame is Event {
  return 'data' in frame;
}

/**
 * A frame from its text. Types that came later than this client pass as what they are not.
 *
 * A frame without a `type` is not Casebook's: API Gateway says that it could not handle what was
 * sent. Throws ConnectionLost then, as nobody knows what became of it.
 */
export function parseFrame(text: string): Frame {
  const frame: unknown = parsed(text);
  if (typeof frame !== 'object' || frame === null || !('type' in frame)) {
    const said = typeof frame === 'object' && frame !== null && 'message' in frame;
    throw new ConnectionLost(said ? String(frame.message) : 'a frame that cannot be read came');
  }
  return frame as Frame;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
