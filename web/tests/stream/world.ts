/** Fakes of what the stream client needs: a log, sockets that go through steps, a clock. */

import { ConnectionLost } from '../../src/api/errors';
import type { Event } from '../../src/stream/events';
import type { Clock, Connect, Socket, Source } from '../../src/stream/ports';
import { event, type Step, type StreamCase } from './cases';

/** The log over HTTP: it holds what was written so far, and notes what it was asked. */
export class FakeLog implements Source {
  readonly stream = 'dgn_1';
  readonly entries: ReadonlyMap<number, Event>;
  readonly opened: number[] = [];
  readonly asked: number[] = [];

  constructor(
    log: StreamCase['log'],
    public written = 0,
  ) {
    this.entries = new Map(log.map((entry) => [entry.seq, event(entry)]));
  }

  async open(after: number) {
    this.opened.push(after);
    return { address: `ws://here?ticket=${this.opened.length}`, events: this.since(after) };
  }

  async events(after: number) {
    this.asked.push(after);
    return this.since(after);
  }

  since(after: number): Event[] {
    return [...this.entries.values()].filter(({ seq }) => after < seq && seq <= this.written);
  }
}

/** Goes through the steps of a connection, then breaks. */
export class FakeSocket implements Socket {
  readonly sent: Record<string, unknown>[] = [];
  readonly waited: number[] = [];
  closed = false;
  readonly #log: FakeLog;
  readonly #clock: FakeClock;
  readonly #steps: Step[];

  constructor(log: FakeLog, clock: FakeClock, steps: readonly Step[]) {
    this.#log = log;
    this.#clock = clock;
    this.#steps = [...steps];
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  async receive(seconds: number): Promise<string | null> {
    for (let step = this.#steps.shift(); step !== undefined; step = this.#steps.shift()) {
      if ('event' in step) {
        return JSON.stringify(this.#log.entries.get(step.event));
      }
      if ('frame' in step) {
        return JSON.stringify(step.frame);
      }
      if ('text' in step) {
        return step.text;
      }
      if ('quiet' in step) {
        this.waited.push(seconds);
        return null;
      }
      if ('passes' in step) {
        this.#clock.milliseconds += step.passes * 1000;
      } else {
        this.#log.written = step.written;
      }
    }
    throw new ConnectionLost('broken');
  }

  close(): void {
    this.closed = true;
  }
}

/** The connections of a case, one after another; then all are refused. */
export class FakeNetwork {
  readonly sockets: FakeSocket[] = [];
  readonly addresses: string[] = [];

  constructor(
    readonly log: FakeLog,
    readonly connections: StreamCase['connections'],
    readonly clock = new FakeClock(),
  ) {}

  readonly connect: Connect = async (address) => {
    const steps = this.connections[this.addresses.length] ?? 'refused';
    this.addresses.push(address);
    if (steps === 'refused') {
      throw new ConnectionLost('refused');
    }
    const socket = new FakeSocket(this.log, this.clock, steps);
    this.sockets.push(socket);
    return socket;
  };
}

/** Time passes only when somebody waits for it, and then at once. */
export class FakeClock implements Clock {
  readonly pauses: number[] = [];
  milliseconds = 0;

  now(): number {
    return this.milliseconds;
  }

  after(seconds: number, callback: () => void): () => void {
    let cancelled = false;
    this.pauses.push(seconds);
    queueMicrotask(() => {
      if (!cancelled) {
        this.milliseconds += seconds * 1000;
        callback();
      }
    });
    return () => {
      cancelled = true;
    };
  }
}
