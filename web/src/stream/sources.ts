/** The streams that can be followed. */

import type { Client } from '../api/client';
import type { Event } from './events';
import type { Source } from './ports';

/** The events of a chat session. */
export function sessionSource(client: Client, workloadId: string, sessionId: string): Source {
  const page = (after: number, signal: AbortSignal) =>
    client.openAgentStream(workloadId, sessionId, after, signal);
  return {
    stream: sessionId,
    async open(after, signal) {
      const opened = await page(after, signal);
      return { address: addressOf(opened), events: await whole(opened, page, signal) };
    },
    async events(after, signal) {
      return whole(await page(after, signal), page, signal);
    },
    poll: (after, signal) => client.pollAgentStream(workloadId, sessionId, after, signal),
  };
}

/** The events of a diagnosis. */
export function diagnosisSource(client: Client, diagnosisId: string): Source {
  const page = (after: number, signal: AbortSignal) =>
    client.readEvents(diagnosisId, { after }, signal);
  const events = async (after: number, signal: AbortSignal) =>
    whole(await page(after, signal), page, signal);
  return {
    stream: diagnosisId,
    async open(after, signal) {
      const [ticket, known] = await Promise.all([
        client.issueTicket(signal),
        events(after, signal),
      ]);
      return { address: addressOf(ticket), events: known };
    },
    events,
    poll: events,
  };
}

interface Page {
  events: readonly Event[];
  next?: number | null;
}

/** The events of a page and of those behind it: one answer holds only so much. */
async function whole(
  first: Page,
  page: (after: number, signal: AbortSignal) => Promise<Page>,
  signal: AbortSignal,
): Promise<Event[]> {
  const events = [...first.events];
  for (let { next } = first; typeof next === 'number'; ) {
    const more = await page(next, signal);
    events.push(...more.events);
    next = more.next;
  }
  return events;
}

/** Where to connect with a ticket that the API handed out. */
export function addressOf(ticket: { webSocketUrl: string; ticket: string }): string {
  return `${ticket.webSocketUrl}?ticket=${encodeURIComponent(ticket.ticket)}`;
}
