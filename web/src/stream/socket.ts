/** A browser's WebSocket as the stream client wants it: frames are asked for, not called back. */

import { ConnectionLost } from '../api/errors';
import { type Clock, type Connect, type Socket, systemClock } from './ports';

export const OPEN_SECONDS = 15;

/** What of a browser's WebSocket is used. */
export type RawSocket = Pick<WebSocket, 'send' | 'close' | 'addEventListener'>;

/** Opens WebSockets of the browser. */
export function connectWith(
  create: (address: string) => RawSocket = (address) => new WebSocket(address),
  clock: Clock = systemClock,
): Connect {
  return async (address, signal) => {
    signal.throwIfAborted();
    const socket = new Frames(create(address), clock);
    const close = () => socket.close();
    signal.addEventListener('abort', close, { once: true });
    try {
      await socket.opened;
    } catch (error) {
      socket.close();
      throw error;
    } finally {
      signal.removeEventListener('abort', close);
    }
    return socket;
  };
}

/** Who waits for a frame. */
interface Waiting {
  resolve(frame: string | null): void;
  reject(error: ConnectionLost): void;
}

class Frames implements Socket {
  /** Settles when the handshake is over. */
  readonly opened: Promise<void>;
  readonly #raw: RawSocket;
  readonly #clock: Clock;
  readonly #come: string[] = [];
  #waiting: Waiting | null = null;
  #lost: ConnectionLost | null = null;

  constructor(raw: RawSocket, clock: Clock) {
    this.#raw = raw;
    this.#clock = clock;
    this.opened = this.#open();
    raw.addEventListener('message', (event) => this.#receive(String(event.data)));
  }

  send(text: string): void {
    if (this.#lost !== null) {
      throw this.#lost;
    }
    this.#raw.send(text);
  }

  receive(seconds: number): Promise<string | null> {
    const next = this.#come.shift();
    if (next !== undefined) {
      return Promise.resolve(next);
    }
    if (this.#lost !== null) {
      return Promise.reject(this.#lost);
    }
    return new Promise<string | null>((resolve, reject) => {
      const cancel = this.#clock.after(seconds, () =>
        this.#settle((waiting) => waiting.resolve(null)),
      );
      this.#waiting = {
        resolve: (frame) => {
          cancel();
          resolve(frame);
        },
        reject: (error) => {
          cancel();
          reject(error);
        },
      };
    });
  }

  close(): void {
    this.#break('closed');
    this.#raw.close();
  }

  #open(): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(OPEN_SECONDS, () =>
        this.#break('the WebSocket did not open'),
      );
      this.#waiting = {
        resolve: () => {
          cancel();
          resolve();
        },
        reject: (error) => {
          cancel();
          reject(error);
        },
      };
      this.#raw.addEventListener('open', () => this.#settle((waiting) => waiting.resolve(null)));
      // A `close` should follow it, and does not everywhere (Node 20, when nobody listens).
      this.#raw.addEventListener('error', () => this.#break('the WebSocket failed'));
      this.#raw.addEventListener('close', (event) =>
        this.#break(event.reason || `the WebSocket closed (${event.code})`),
      );
    });
  }

  #receive(frame: string): void {
    if (this.#waiting === null) {
      this.#come.push(frame);
    } else {
      this.#settle((waiting) => waiting.resolve(frame));
    }
  }

  #break(reason: string): void {
    this.#lost ??= new ConnectionLost(reason);
    const lost = this.#lost;
    this.#settle((waiting) => waiting.reject(lost));
  }

  #settle(how: (waiting: Waiting) => void): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting !== null) {
      how(waiting);
    }
  }
}
