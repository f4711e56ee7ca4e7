/**
 * One person's talk with the agent about one workload, without any framework.
 *
 * It finds the session that was shown last, or the person's last open one; follows its log; sends
 * messages, and keeps each until the log has it. A message has one id from the moment it is sent,
 * so that sending it again never doubles it.
 */

import { foldChat, newChat } from '../fold/chat';
import { Follower } from '../stream/follower';
import { type Clock, type Connect, type Status, systemClock } from '../stream/ports';
import { connectWith } from '../stream/socket';
import { sessionSource } from '../stream/sources';
import { Delivery } from './delivery';
import { insistently, isGone } from './ending';
import { Outbox } from './outbox';
import { type ConversationSetup, type ConversationState, NOTHING } from './state';

export class Conversation {
  readonly #setup: ConversationSetup;
  readonly #clock: Clock;
  readonly #connect: Connect;
  readonly #listeners = new Set<() => void>();
  readonly #outbox: Outbox;
  readonly #delivery: Delivery;
  #follower: Follower | null = null;
  /** Ends with `close`; what was waited for until then is of no use any more. */
  #opening = new AbortController();
  #state: ConversationState = { stage: 'looking', error: null, ...NOTHING, outbox: [] };

  constructor(setup: ConversationSetup) {
    this.#setup = setup;
    this.#clock = setup.clock ?? systemClock;
    this.#connect = setup.connect ?? connectWith();
    this.#outbox = new Outbox(setup.memory, this.#clock, (outbox) => this.#set({ outbox }));
    const started = (sessionId: string) => this.#show(sessionId);
    this.#delivery = new Delivery(setup.client, setup.workloadId, this.#outbox, started);
  }

  get state(): ConversationState {
    return this.#state;
  }

  /** Calls back after each change of the state, until what it returns is called. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Looks for the session and follows it. */
  open(): void {
    this.#opening.abort();
    this.#opening = new AbortController();
    this.#set({ stage: 'looking', error: null });
    this.#outbox.restore();
    const shown = this.#setup.memory.session;
    if (shown === null) {
      void this.#look(this.#opening.signal);
    } else {
      this.#show(shown === '' ? null : shown);
    }
  }

  /** Ends the following. The session goes on without us. */
  close(): void {
    this.#opening.abort();
    this.#follower?.stop();
  }

  /** Whether a message would be taken now: not while the agent answers, or one is on its way. */
  get canSend(): boolean {
    const { stage, chat, outbox } = this.#state;
    return (
      stage !== 'failed' &&
      chat?.status !== 'answering' &&
      outbox.every(({ state }) => state === 'failed')
    );
  }

  /**
   * Says something; in a new session if there is none, or it has ended. False: not now. While the
   * session is looked for it is kept, and sent when that is known.
   */
  send(text: string): boolean {
    const words = text.trim();
    if (words === '' || !this.canSend) {
      return false;
    }
    if (this.#state.stage === 'looking') {
      this.#outbox.hold(words);
      return true;
    }
    if (this.#state.chat?.status === 'ended') {
      this.startAnew();
    }
    const pending = this.#outbox.add(words, this.#state.sessionId);
    this.#deliver(pending.clientMessageId);
    return true;
  }

  /** Sends what could not be sent again; in a new session if its own has ended. */
  resend(clientMessageId: string): void {
    const pending = this.#outbox.find(clientMessageId);
    if (pending?.state !== 'failed' || this.#state.stage !== 'ready' || !this.canSend) {
      return;
    }
    if (isGone(pending.error) || this.#state.chat?.status === 'ended') {
      this.startAnew();
    }
    this.#outbox.change(clientMessageId, {
      state: 'sending',
      error: null,
      retryAt: null,
      sessionId: this.#state.sessionId,
    });
    this.#deliver(clientMessageId);
  }

  /** Takes back what could not be sent; its text. */
  discard(clientMessageId: string): string {
    return this.#outbox.remove(clientMessageId);
  }

  /** Shows another session of the person. */
  select(sessionId: string): void {
    this.#show(sessionId);
  }

  /** An empty chat; the session begins with its first message. */
  startAnew(): void {
    this.#show(null);
  }

  /** Stops the answer under way; what was said of it stays. */
  async stop(): Promise<void> {
    const { client, workloadId } = this.#setup;
    await this.#finish('answer', (sessionId) => client.stopAgentAnswer(workloadId, sessionId));
  }

  /** Ends the session, and with it an answer under way. */
  async end(): Promise<void> {
    const { client, workloadId } = this.#setup;
    await this.#finish('session', (sessionId) => client.endAgentSession(workloadId, sessionId));
  }

  /** Cuts the pause before the next try to connect short. */
  retryNow(): void {
    this.#follower?.retryNow();
  }

  /** Tries anew what has failed: the following, or looking for the session. */
  reconnect(): void {
    const { stage, sessionId } = this.#state;
    if (stage === 'failed' || sessionId === null) {
      this.open();
    } else {
      this.#follow(sessionId);
    }
  }

  #deliver(clientMessageId: string): void {
    void this.#delivery.deliver(clientMessageId, this.#opening.signal);
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { client, workloadId } = this.#setup;
    try {
      const { sessions } = await client.listWorkloadSessions(workloadId, {}, signal);
      const open = sessions.find(({ status }) => status !== 'ended');
      // Whoever has chosen a chat meanwhile is not overruled.
      if (this.#state.stage === 'looking') {
        this.#show(open?.sessionId ?? null);
      }
    } catch (error) {
      if (!signal.aborted) {
        this.#set({ stage: 'failed', error: error as Error });
      }
    }
  }

  #show(sessionId: string | null): void {
    this.#follower?.stop();
    this.#setup.memory.session = sessionId ?? '';
    this.#set({ stage: 'ready', error: null, ...NOTHING, sessionId });
    if (sessionId !== null) {
      this.#follow(sessionId);
    }
    for (const pending of this.#outbox.waitingFor(sessionId)) {
      this.#deliver(pending.clientMessageId);
    }
  }

  #follow(sessionId: string): void {
    this.#follower?.stop();
    const { client, workloadId, dice } = this.#setup;
    let chat = newChat(sessionId);
    const items = (come: Parameters<typeof foldChat>[1]) => {
      chat = foldChat(chat, come);
      this.#set({ chat });
      this.#outbox.arrived(chat);
    };
    const status = (connection: Status) => this.#heard(sessionId, connection);
    const options = { clock: this.#clock, ...(dice && { dice }) };
    const source = sessionSource(client, workloadId, sessionId);
    this.#follower = new Follower(source, this.#connect, { items, status }, options);
    void this.#follower.follow();
  }

  /** A session that was remembered and is not the person's any more is forgotten. */
  #heard(sessionId: string, connection: Status): void {
    const isLost = connection.state === 'failed' && isGone(connection.error);
    if (isLost && this.#state.chat === null && this.#setup.memory.session === sessionId) {
      this.#setup.memory.session = null;
      this.open();
    } else {
      this.#set({ connection });
    }
  }

  async #finish(
    ending: 'answer' | 'session',
    act: (sessionId: string) => Promise<unknown>,
  ): Promise<void> {
    const { sessionId } = this.#state;
    if (sessionId === null || this.#state.ending !== null) {
      return;
    }
    this.#set({ ending, endError: null });
    const endError = await insistently(() => act(sessionId), this.#clock);
    if (this.#state.sessionId === sessionId) {
      this.#set({ ending: null, endError });
    }
  }

  #set(changes: Partial<ConversationState>): void {
    this.#state = { ...this.#state, ...changes };
    for (const listener of this.#listeners) {
      listener();
    }
  }
}
