/** The streams that can be followed. */

import type { Client } from '../api/client';
import type { Source } from './ports';

/** The events of a chat session. */
export function sessionSource(client: Client, workloadId: string, sessionId: string): Source {
  return {
    stream: sessionId,
    async open(after, signal) {
      const opened = await client.openAgentStream(workloadId, sessionId, after, signal);
      return { address: addressOf(opened), events: opened.events };
    },
    async events(after, signal) {
      return (await client.openAgentStream(workloadId, sessionId, after, signal)).events;
    },
    poll: (after, signal) => client.pollAgentStream(workloadId, sessionId, after, signal),
  };
}

/** The events of a diagnosis. */
export function diagnosisSource(client: Client, diagnosisId: string): Source {
  const events = async (after: number, signal: AbortSignal) =>
    (await client.readEvents(diagnosisId, { after }, signal)).events;
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

/** Where to connect with a ticket that the API handed out. */
export function addressOf(ticket: { webSocketUrl: string; ticket: string }): string {
  return `${ticket.webSocketUrl}?ticket=${encodeURIComponent(ticket.ticket)}`;
}
