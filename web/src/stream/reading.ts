/** What has been read of one stream: turns frames and answers of the log into items in order. */

import { ApiError } from '../api/errors';
import type { Event } from './events';
import { FINAL_TYPES, type Frame, isEvent } from './frames';
import { EventOrder, type Text, Transcript } from './ordering';

/** An event, or words of an answer as they come. */
export type Item = Event | Text;

export class Reading {
  readonly transcript = new Transcript();
  readonly #order: EventOrder;
  #ended = false;

  constructor(
    readonly stream: string,
    after = 0,
  ) {
    this.#order = new EventOrder(after);
  }

  /** The number of the last event that was handed on. */
  get seq(): number {
    return this.#order.seq;
  }

  /** Whether something later is known of than what could be handed on. */
  get hasHole(): boolean {
    return this.#order.hasHole;
  }

  /** Whether the last event was handed on, or was known from the beginning. */
  get ended(): boolean {
    return this.#ended;
  }

  /** What is new in the log's answer to the question for everything after `seq`. */
  fromLog(events: Iterable<Event>): Item[] {
    return this.#items(this.#order.addFromLog(events));
  }

  /** What is new because of a frame. Throws ApiError for one that says what was refused. */
  fromFrame(frame: Frame): Item[] {
    if (frame.type === 'batch') {
      return frame.frames.flatMap((each) => this.fromFrame(each));
    }
    if (frame.type === 'error') {
      if (typeof frame.id === 'string' || (frame.stream ?? this.stream) !== this.stream) {
        return []; // a follower gives its frames no id: it answers somebody else's
      }
      throw ApiError.of(frame.status, frame);
    }
    if (!('stream' in frame) || frame.stream !== this.stream) {
      return []; // an answer to a ping, or another stream's
    }
    if (isEvent(frame)) {
      return this.#items(this.#order.add([frame]));
    }
    if (frame.type === 'content-delta') {
      return this.transcript.place(frame.message, frame.offset, frame.text);
    }
    if (frame.type === 'event-available' || frame.type === 'subscribed') {
      this.#order.announce(frame.seq);
      this.#ended ||= frame.type === 'subscribed' && frame.ended && this.seq >= frame.seq;
    }
    return [];
  }

  /** Takes note that there will be nothing more. */
  end(): void {
    this.#ended = true;
  }

  #items(events: readonly Event[]): Item[] {
    this.#ended ||= events.some((event) => FINAL_TYPES.has(event.type));
    return events.flatMap((event) => [...this.#words(event), event]);
  }

  /** What an event adds to the transcript beyond what the text frames brought. */
  #words(event: Event): Text[] {
    switch (event.type) {
      case 'content-delta':
        return this.transcript.place(event.data.message, event.data.offset, event.data.text);
      case 'content-reset':
        return this.transcript.reset(event.data.message);
      case 'message-complete':
        return this.transcript.complete(event.data.message, event.data.text);
      default:
        return [];
    }
  }
}
