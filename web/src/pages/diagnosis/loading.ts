/** What happened before the page was opened. */

import type { Client } from '../../api/client';
import type { Event } from '../../stream/events';

export const PAGE_EVENTS = 1000;
const PAGES_AT_ONCE = 4;

/**
 * Hands on all events of a diagnosis after one of them and up to now, in order and in batches.
 *
 * The numbers have no gaps, so the pages after the first one are asked for side by side. Throws
 * ApiError and ConnectionLost.
 */
export async function loadEvents(
  client: Client,
  diagnosisId: string,
  after: number,
  take: (events: readonly Event[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const first = await stretch(client, diagnosisId, after, signal);
  take(first);
  let isLast = first.length < PAGE_EVENTS;
  for (let from = after + PAGE_EVENTS; !isLast; from += PAGES_AT_ONCE * PAGE_EVENTS) {
    const pages = Array.from({ length: PAGES_AT_ONCE }, (_, page) =>
      stretch(client, diagnosisId, from + page * PAGE_EVENTS, signal),
    );
    for (const events of await Promise.all(pages)) {
      // What is written meanwhile must not come after a page that was not full.
      take(isLast ? [] : events);
      isLast ||= events.length < PAGE_EVENTS;
    }
  }
}

/** The thousand events after one of them, or all that there are. */
async function stretch(
  client: Client,
  diagnosisId: string,
  after: number,
  signal: AbortSignal,
): Promise<Event[]> {
  const found: Event[] = [];
  let from: number | null | undefined = after;
  // A page is shorter than it was asked to be when its events are large.
  while (from !== null && from !== undefined) {
    const query = { after: from, before: after + PAGE_EVENTS + 1, limit: PAGE_EVENTS };
    const page = await client.readEvents(diagnosisId, query, signal);
    found.push(...page.events);
    from = page.next;
  }
  return found;
}
