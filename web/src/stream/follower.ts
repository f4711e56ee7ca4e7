/**
 * Follows one stream over the WebSocket and misses nothing: the twin of cli/stream.py.
 *
 * What it relies on: every event is in the log before it is sent, numbers have no gaps, and the log
 * can be asked for what comes after a number. What it does with that:
 *
 * - events come out in order, each once, whatever the socket repeated, reordered or lost;
 * - text frames are placed by their offset and come out as soon as they can be read on;
 * - a hole that does not close by itself within a moment is fetched from the log;
 * - a silent socket is not trusted: the log is asked whether something is new, seldomer the longer
 *   nothing is, and a ping that stays without an answer means that the connection is dead;
 * - a broken connection is opened again, after what was seen last, with growing, random pauses;
 * - where a WebSocket cannot be had, the log is polled over HTTP;
 * - what the server refuses for good ends it.
 *
 * tests/protocol has the cases that both clients pass.
 */

import { ApiError, ConnectionLost } from '../api/errors';
import { parseFrame } from './frames';
import {
  type Clock,
  type Connect,
  type Listener,
  type Options,
  type Socket,
  type Source,
  type Status,
  systemClock,
} from './ports';
import { type Item, Reading } from './reading';

export const HOLE_SECONDS = 0.25;
export const SILENCE_SECONDS = 5;
export const LONGEST_SILENCE_SECONDS = 60;
export const FIRST_PAUSE_SECONDS = 0.25;
export const LONGEST_PAUSE_SECONDS = 10;
/** So many connections in a row that do not open say that WebSockets cannot be had here. */
export const REFUSALS_BEFORE_POLLING = 3;
export const POLL_PAUSE_SECONDS = 1;
/** After so long of polling a WebSocket is tried again. */
export const POLLING_SECONDS = 120;

export class Follower {
  readonly #source: Source;
  readonly #connect: Connect;
  readonly #listener: Listener;
  readonly #reading: Reading;
  readonly #tries: number;
  readonly #clock: Clock;
  readonly #dice: () => number;
  #failures = 0;
  #refusals = 0;
  #wake: () => void = () => {};
  readonly #stopping = new AbortController();

  constructor(source: Source, connect: Connect, listener: Listener, options: Options = {}) {
    this.#source = source;
    this.#connect = connect;
    this.#listener = listener;
    this.#reading = new Reading(source.stream, options.after);
    this.#tries = options.tries ?? Number.POSITIVE_INFINITY;
    this.#clock = options.clock ?? systemClock;
    this.#dice = options.dice ?? Math.random;
  }

  /** The number of the last event that was handed on. */
  get seq(): number {
    return this.#reading.seq;
  }

  /** What is known of an answer from its beginning without a hole. */
  text(message: string): string {
    return this.#reading.transcript.text(message);
  }

  get #stopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  get #over(): boolean {
    return this.#reading.ended || this.#stopped;
  }

  /** Ends the following; nothing is handed on afterwards. */
  stop(): void {
    this.#stopping.abort();
    this.#wake();
  }

  /** Cuts the pause before the next try short, as when the network is back. */
  retryNow(): void {
    this.#wake();
  }

  /** Follows until the stream has ended, has failed, or is stopped. Never rejects. */
  async follow(): Promise<void> {
    this.#say({ state: 'connecting' });
    try {
      while (!this.#over) {
        await this.#once();
      }
      this.#say({ state: 'ended' });
    } catch (error) {
      if (error instanceof ApiError || error instanceof ConnectionLost) {
        this.#say({ state: 'failed', error });
      } else {
        throw error;
      }
    }
  }

  /** One connection's worth, and the pause after it broke. */
  async #once(): Promise<void> {
    try {
      if (this.#source.poll !== undefined && this.#refusals >= REFUSALS_BEFORE_POLLING) {
        await this.#poll(this.#source.poll.bind(this.#source));
      } else {
        await this.#listen();
      }
    } catch (error) {
      if (this.#stopped) {
        return; // whatever was waited for was given up
      }
      const passes =
        error instanceof ConnectionLost || (error instanceof ApiError && error.retryable);
      if (!passes || ++this.#failures >= this.#tries) {
        throw error;
      }
      const told = error instanceof ApiError ? (error.retryAfter ?? 0) : 0;
      const pause = Math.max(told, this.#pause());
      const at = this.#clock.now() + pause * 1000;
      this.#say({ state: 'reconnecting', at, reason: error.message });
      await this.#sleep(pause);
    }
  }

  async #listen(): Promise<void> {
    const opening = await this.#source.open(this.seq, this.#stopping.signal);
    this.#hand(this.#reading.fromLog(opening.events));
    if (this.#over) {
      return;
    }
    this.#refusals++; // until the first frame proves that it is none
    const socket = await this.#connect(opening.address, this.#stopping.signal);
    const close = () => socket.close();
    this.#stopping.signal.addEventListener('abort', close, { once: true });
    try {
      socket.send(
        JSON.stringify({
          action: 'subscribe',
          stream: this.#source.stream,
          after: this.seq,
          batch: true,
        }),
      );
      this.#say({ state: 'live', polling: false });
      await this.#receive(socket);
    } finally {
      this.#stopping.signal.removeEventListener('abort', close);
      socket.close();
    }
  }

  async #receive(socket: Socket): Promise<void> {
    let silence = SILENCE_SECONDS;
    let pinged = false;
    let holeSince: number | null = null;
    while (!this.#over) {
      const hole = this.#reading.hasHole;
      const now = this.#clock.now();
      // Counted from when it was seen: what lies behind it may come all the time.
      holeSince = hole ? (holeSince ?? now) : null;
      const wait = holeSince === null ? silence : HOLE_SECONDS - (now - holeSince) / 1000;
      const text = wait > 0 ? await socket.receive(wait) : null;
      if (text !== null) {
        const frame = parseFrame(text);
        this.#failures = 0;
        this.#refusals = 0;
        pinged = false;
        silence = frame.type === 'keep-alive' ? silence : SILENCE_SECONDS;
        this.#hand(this.#reading.fromFrame(frame));
        continue;
      }
      this.#failures = 0;
      if (pinged && !hole) {
        throw new ConnectionLost('the connection does not answer');
      }
      const known = await this.#source.events(this.seq, this.#stopping.signal);
      this.#hand(this.#reading.fromLog(known));
      holeSince = null;
      if (!hole && !this.#over) {
        socket.send(JSON.stringify({ action: 'ping' }));
        pinged = true;
        silence = Math.min(silence * 2, LONGEST_SILENCE_SECONDS);
      }
    }
  }

  /** Follows the log over HTTP for a while; then it is time to try a WebSocket again. */
  async #poll(poll: NonNullable<Source['poll']>): Promise<void> {
    const until = this.#clock.now() + POLLING_SECONDS * 1000;
    let announced = false;
    while (!this.#over && this.#clock.now() < until) {
      const events = await poll(this.seq, this.#stopping.signal);
      this.#failures = 0;
      if (!announced) {
        announced = true;
        this.#say({ state: 'live', polling: true });
      }
      if (events === null) {
        this.#reading.end();
        continue;
      }
      this.#hand(this.#reading.fromLog(events));
      if (events.length === 0) {
        await this.#sleep(POLL_PAUSE_SECONDS);
      }
    }
    this.#refusals = REFUSALS_BEFORE_POLLING - 1;
  }

  /** Exponential with full jitter, so that many clients do not come back at once. */
  #pause(): number {
    const longest = FIRST_PAUSE_SECONDS * 2 ** (this.#failures - 1);
    return Math.min(LONGEST_PAUSE_SECONDS, longest) * this.#dice();
  }

  /** Until so much time has passed, or it is cut short. */
  async #sleep(seconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.after(seconds, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
    this.#wake = () => {};
  }

  #hand(items: readonly Item[]): void {
    if (items.length > 0 && !this.#stopped) {
      this.#listener.items(items);
    }
  }

  #say(status: Status): void {
    if (!this.#stopped) {
      this.#listener.status?.(status);
    }
  }
}
