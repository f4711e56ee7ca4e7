/** Brings a message from the outbox to the agent, in a session that is started where there is none. */

import type { Client } from '../api/client';
import { ApiError, ConnectionLost } from '../api/errors';
import type { Outbox } from './outbox';

export class Delivery {
  readonly #client: Client;
  readonly #workloadId: string;
  readonly #outbox: Outbox;
  readonly #started: (sessionId: string) => void;

  /** `started` is told of a session that had to be started. */
  constructor(
    client: Client,
    workloadId: string,
    outbox: Outbox,
    started: (sessionId: string) => void,
  ) {
    this.#client = client;
    this.#workloadId = workloadId;
    this.#outbox = outbox;
    this.#started = started;
  }

  /** Never rejects for what the API or the network do: the outbox keeps the message and why. */
  async deliver(clientMessageId: string, signal: AbortSignal): Promise<void> {
    try {
      const sessionId = await this.#sessionFor(clientMessageId, signal);
      const message = this.#outbox.find(clientMessageId)?.text;
      if (message !== undefined && sessionId !== null) {
        const sent = { sessionId, message, clientMessageId };
        await this.#client.sendAgentMessage(this.#workloadId, sent);
        this.#outbox.change(clientMessageId, { state: 'sent' });
      }
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof ConnectionLost)) {
        throw error;
      }
      this.#outbox.fail(clientMessageId, error);
    }
  }

  /** The session that a message goes to; null when the chat was closed before there was one. */
  async #sessionFor(clientMessageId: string, signal: AbortSignal): Promise<string | null> {
    const known = this.#outbox.find(clientMessageId)?.sessionId ?? null;
    if (known !== null) {
      return known;
    }
    const { sessionId } = await this.#client.startAgentSession(this.#workloadId);
    if (signal.aborted) {
      return null; // whoever opens the chat next sends it
    }
    this.#outbox.change(clientMessageId, { sessionId });
    this.#started(sessionId);
    return sessionId;
  }
}
