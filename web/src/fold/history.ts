/**
 * The events of one diagnosis, and the view after any of them.
 *
 * Views are kept every few hundred events; the one after any other event is folded from the last
 * one before it, so that a slider over 10,000 events stays quick.
 */

import type { Event } from '../stream/events';
import { type DiagnosisView, foldDiagnosis, newDiagnosis } from './diagnosis';

const EVENTS_BETWEEN_KEPT_VIEWS = 200;

export class DiagnosisHistory {
  readonly #events: Event[] = [];
  /** The view after every 200th event, the one before the first one included. */
  readonly #kept: DiagnosisView[];
  #now: DiagnosisView;

  constructor(diagnosisId: string) {
    this.#now = newDiagnosis(diagnosisId);
    this.#kept = [this.#now];
  }

  /** In order, from the first one on; never changed but by `append`. */
  get events(): readonly Event[] {
    return this.#events;
  }

  /** After everything that has happened. */
  get now(): DiagnosisView {
    return this.#now;
  }

  /** Takes the next events of the stream, in order. */
  append(events: readonly Event[]): void {
    let begin = 0;
    while (begin < events.length) {
      const room = EVENTS_BETWEEN_KEPT_VIEWS - (this.#events.length % EVENTS_BETWEEN_KEPT_VIEWS);
      const batch = events.slice(begin, begin + room);
      this.#events.push(...batch);
      this.#now = foldDiagnosis(this.#now, batch);
      if (batch.length === room) {
        this.#kept.push(this.#now);
      }
      begin += batch.length;
    }
  }

  /** After the event of that number; the same as `GET …/state?seq`. */
  at(seq: number): DiagnosisView {
    const wanted = Math.max(0, Math.min(seq, this.#events.length));
    if (wanted === this.#events.length) {
      return this.#now;
    }
    const before = Math.floor(wanted / EVENTS_BETWEEN_KEPT_VIEWS);
    const view = this.#kept[before] as DiagnosisView;
    return foldDiagnosis(view, this.#events.slice(before * EVENTS_BETWEEN_KEPT_VIEWS, wanted));
  }
}
