/**
 * Puts what arrives in order: events by number, text by place.
 *
 * The WebSocket delivers at least once and may reorder; the log has no gaps. So a client keeps what
 * came too early, drops what it has, and knows from the numbers when something is missing. The twin
 * of cli/ordering.py.
 */

import type { Event } from './events';

/** The next words of an answer. With `rewrites` they replace everything said of it so far. */
export interface Text {
  message: string;
  text: string;
  rewrites?: true;
}

/** Hands events on in the order of their numbers, each once. */
export class EventOrder {
  #seq: number;
  #announced: number;
  readonly #early = new Map<number, Event>();

  constructor(after = 0) {
    this.#seq = after;
    this.#announced = after;
  }

  /** The number of the last event that was handed on. */
  get seq(): number {
    return this.#seq;
  }

  /** Whether something later is known of than what could be handed on. */
  get hasHole(): boolean {
    return this.#early.size > 0 || this.#announced > this.#seq;
  }

  /** An event of that number exists, but has not come. */
  announce(seq: number): void {
    this.#announced = Math.max(this.#announced, seq);
  }

  /** The events that are now next in line; none, while the one before them is missing. */
  add(events: Iterable<Event>): Event[] {
    for (const event of events) {
      if (event.seq > this.#seq) {
        this.#early.set(event.seq, event);
      }
    }
    const ready: Event[] = [];
    for (let next = this.#take(); next !== undefined; next = this.#take()) {
      ready.push(next);
    }
    return ready;
  }

  /**
   * The same for what the log answered to the question for everything after `seq`.
   *
   * The log forgets: durable pieces of text live a day. What it skips will never come.
   */
  addFromLog(events: Iterable<Event>): Event[] {
    const ready: Event[] = [];
    for (const event of events) {
      this.#seq = Math.max(this.#seq, event.seq - 1);
      ready.push(...this.add([event]));
    }
    return ready;
  }

  #take(): Event | undefined {
    const next = this.#early.get(this.#seq + 1);
    if (next !== undefined) {
      this.#early.delete(next.seq);
      this.#seq = next.seq;
    }
    return next;
  }
}

/** What is known of one answer: its beginning without a hole, and pieces that came too early. */
interface Answer {
  said: string;
  /** The length of `said` in code points; a string's own counts UTF-16 units. */
  length: number;
  early: Map<number, Piece>;
}

/** A piece of text as its code points. */
type Piece = readonly string[];

/**
 * The answers' text, put together from pieces that say where they belong.
 *
 * Offsets count Unicode code points, as the server does.
 */
export class Transcript {
  readonly #answers = new Map<string, Answer>();

  /** What is known of an answer from its beginning without a hole. */
  text(message: string): string {
    return this.#answers.get(message)?.said ?? '';
  }

  /** Puts a piece where it belongs; what can be read on because of it. */
  place(message: string, offset: number, text: string): Text[] {
    const answer = this.#answer(message);
    const piece = Array.from(text);
    if (piece.length > (answer.early.get(offset)?.length ?? 0)) {
      answer.early.set(offset, piece);
    }
    const before = answer.said.length;
    join(answer);
    const added = answer.said.slice(before);
    return added === '' ? [] : [{ message, text: added }];
  }

  /** The answer begins anew. */
  reset(message: string): Text[] {
    this.#answers.delete(message);
    return [{ message, text: '', rewrites: true }];
  }

  /** The whole answer, which is right whatever the pieces said. */
  complete(message: string, whole: string): Text[] {
    const said = this.text(message);
    this.#answers.set(message, {
      said: whole,
      length: Array.from(whole).length,
      early: new Map(),
    });
    if (whole === said) {
      return [];
    }
    return whole.startsWith(said)
      ? [{ message, text: whole.slice(said.length) }]
      : [{ message, text: whole, rewrites: true }];
  }

  #answer(message: string): Answer {
    let answer = this.#answers.get(message);
    if (answer === undefined) {
      answer = { said: '', length: 0, early: new Map() };
      this.#answers.set(message, answer);
    }
    return answer;
  }
}

/** Appends the pieces that touch the end of what was said, and drops those that lie before it. */
function join(answer: Answer): void {
  const offsets = [...answer.early.keys()].sort((one, other) => one - other);
  for (const offset of offsets) {
    if (offset > answer.length) {
      return;
    }
    const fresh = (answer.early.get(offset) ?? []).slice(answer.length - offset);
    answer.early.delete(offset);
    answer.said += fresh.join('');
    answer.length += fresh.length;
  }
}
