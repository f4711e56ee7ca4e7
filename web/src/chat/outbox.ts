/** Messages that the log does not have yet. Each is kept until it does, or its person takes it back. */

import { ApiError, type ConnectionLost } from '../api/errors';
import type { ChatView } from '../fold/chat';
import type { Clock } from '../stream/ports';
import type { ChatMemory, Outgoing } from './memory';

export interface Pending extends Outgoing {
  /** `sent`: the agent has taken it, and the log has not shown it yet. */
  state: 'sending' | 'sent' | 'failed';
  /** Why it could not be sent. */
  error: Error | null;
  /** From when on it may work, in milliseconds since 1970. */
  retryAt: number | null;
}

const FRESH = { state: 'sending', error: null, retryAt: null } as const;

export class Outbox {
  readonly #memory: ChatMemory;
  readonly #clock: Clock;
  readonly #changed: (messages: readonly Pending[]) => void;
  #messages: readonly Pending[] = [];
  /** What was on its way when the page was left, and what was said before the session was known. */
  #waiting: readonly Pending[] = [];

  constructor(
    memory: ChatMemory,
    clock: Clock,
    changed: (messages: readonly Pending[]) => void = () => {},
  ) {
    this.#memory = memory;
    this.#clock = clock;
    this.#changed = changed;
  }

  /** Takes what the tab remembers. */
  restore(): void {
    const kept = this.#memory.outbox.map((message): Pending => {
      return { ...message, ...FRESH, state: message.failed ? 'failed' : 'sending' };
    });
    this.#waiting = kept.filter(({ state }) => state === 'sending');
    this.#put(kept);
  }

  /** What is sent now that the session is known. What was for another one has failed by that. */
  waitingFor(sessionId: string | null): readonly Pending[] {
    const [all, again] = [
      this.#waiting,
      this.#waiting.filter((kept) => kept.sessionId === sessionId || kept.sessionId === null),
    ];
    this.#waiting = [];
    for (const { clientMessageId } of all.filter((kept) => !again.includes(kept))) {
      this.change(clientMessageId, { state: 'failed', error: new Interrupted() });
    }
    for (const { clientMessageId } of again) {
      this.change(clientMessageId, { sessionId });
    }
    return again;
  }

  find(clientMessageId: string): Pending | undefined {
    return this.#messages.find((message) => message.clientMessageId === clientMessageId);
  }

  add(text: string, sessionId: string | null): Pending {
    const at = new Date(this.#clock.now()).toISOString();
    const pending = { clientMessageId: newId(), text, at, sessionId, ...FRESH };
    this.#put([...this.#messages, pending]);
    return pending;
  }

  /** Keeps a message for the session that is looked for. */
  hold(text: string): void {
    this.#waiting = [...this.#waiting, this.add(text, null)];
  }

  change(clientMessageId: string, changes: Partial<Pending>): void {
    if (this.find(clientMessageId) !== undefined) {
      this.#put(
        this.#messages.map((message) =>
          message.clientMessageId === clientMessageId ? { ...message, ...changes } : message,
        ),
      );
    }
  }

  fail(clientMessageId: string, error: ApiError | ConnectionLost): void {
    const seconds = error instanceof ApiError ? error.retryAfter : null;
    const retryAt = seconds === null ? null : this.#clock.now() + seconds * 1000;
    this.change(clientMessageId, { state: 'failed', error, retryAt });
  }

  /** The text of the message that is taken out. */
  remove(clientMessageId: string): string {
    const text = this.find(clientMessageId)?.text ?? '';
    this.#put(this.#messages.filter((message) => message.clientMessageId !== clientMessageId));
    return text;
  }

  /** Lets go of what the log has. */
  arrived(chat: ChatView): void {
    if (this.#messages.length > 0) {
      const known = new Set(chat.messages.map((message) => message.clientMessageId));
      const left = this.#messages.filter((message) => !known.has(message.clientMessageId));
      if (left.length < this.#messages.length) {
        this.#put(left);
      }
    }
  }

  #put(messages: readonly Pending[]): void {
    this.#messages = messages;
    this.#memory.outbox = messages.map(({ clientMessageId, text, at, sessionId, state }) => {
      return { clientMessageId, text, at, sessionId, failed: state === 'failed' };
    });
    this.#changed(messages);
  }
}

/** The page was left while a message of another session was on its way. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor() {
    super('The page was left before it was sent.');
  }
}

/** `crypto.randomUUID` is there only on pages that came over https or from the own machine. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `web-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
