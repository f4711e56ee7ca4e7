/** What the stream client needs of its surroundings. Tests put fakes in their place. */

import type { ApiError, ConnectionLost } from '../api/errors';
import type { Event } from './events';
import type { Item } from './reading';

/** How to listen: an address that works once, and what happened so far. */
export interface Opening {
  address: string;
  events: readonly Event[];
}

/**
 * Where a stream's log is, over HTTP.
 *
 * All reject with ConnectionLost when nobody answers, with ApiError when the API refuses, and with
 * anything at all once the signal is aborted.
 */
export interface Source {
  readonly stream: string;
  open(after: number, signal: AbortSignal): Promise<Opening>;
  events(after: number, signal: AbortSignal): Promise<readonly Event[]>;
  /**
   * What is new; it may wait a while for it. Null when there will be nothing more. Followed so where
   * a WebSocket cannot be had.
   */
  poll?(after: number, signal: AbortSignal): Promise<readonly Event[] | null>;
}

/** An open WebSocket. All but `close` fail with ConnectionLost. */
export interface Socket {
  send(text: string): void;
  /** The next frame; null when none came in time. */
  receive(seconds: number): Promise<string | null>;
  close(): void;
}

/** Opens a WebSocket. Rejects with ConnectionLost, and when the signal is aborted before. */
export type Connect = (address: string, signal: AbortSignal) => Promise<Socket>;

/** Time as the client knows it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once after so many seconds; the function that it returns prevents it. */
  after(seconds: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(seconds, callback) {
    const timer = setTimeout(callback, seconds * 1000);
    return () => clearTimeout(timer);
  },
};

/** How the stream stands, for the banner above what is shown of it. */
export type Status =
  | { state: 'connecting' }
  /** `polling`: without a WebSocket, so text comes in pieces. */
  | { state: 'live'; polling: boolean }
  /** `at` is when the next try begins, in milliseconds since 1970. */
  | { state: 'reconnecting'; at: number; reason: string }
  | { state: 'ended' }
  | { state: 'stopped' }
  | { state: 'failed'; error: ApiError | ConnectionLost };

export interface Listener {
  /** What came, in order. Never called without an item. */
  items(items: readonly Item[]): void;
  status?(status: Status): void;
}

export interface Options {
  /** The number of the last event that is known already. */
  after?: number;
  /** How many failures in a row are too many; a page that is open never gives up. */
  tries?: number;
  clock?: Clock;
  /** A number from 0 up to 1. */
  dice?: () => number;
}
