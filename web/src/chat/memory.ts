/**
 * What a tab remembers of a chat: its session, what is being written, what is on its way.
 *
 * It is in the session storage: a reload keeps it, another tab or person does not see it.
 */

/** A message on its way to the agent. */
export interface Outgoing {
  /** The agent takes a message with the same id only once. */
  clientMessageId: string;
  text: string;
  at: string;
  /** The session that it was sent to; null while there is none. */
  sessionId: string | null;
  /** It could not be sent, and waits for a word. */
  failed?: boolean;
}

export type Storing = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const PREFIX = 'casebook.chat.';

export class ChatMemory {
  readonly #key: string;
  readonly #storage: Storing | null;
  /** What the storage did not take: it is full or forbidden, and the chat goes on. */
  readonly #kept = new Map<string, string | null>();

  constructor(projectId: string, workloadId: string, storage: Storing | null = storageOfTab()) {
    this.#key = `${PREFIX}${projectId}/${workloadId}`;
    this.#storage = storage;
  }

  /** The id of the session that was shown; '' for a chat that is to begin; null: nothing known. */
  get session(): string | null {
    return this.#read('session');
  }

  set session(id: string | null) {
    this.#write('session', id);
  }

  get draft(): string {
    return this.#read('draft') ?? '';
  }

  set draft(text: string) {
    this.#write('draft', text === '' ? null : text);
  }

  get outbox(): Outgoing[] {
    try {
      const kept = JSON.parse(this.#read('outbox') ?? '[]');
      return Array.isArray(kept) ? kept : [];
    } catch {
      return [];
    }
  }

  set outbox(messages: readonly Outgoing[]) {
    this.#write('outbox', messages.length === 0 ? null : JSON.stringify(messages));
  }

  #read(what: string): string | null {
    try {
      return this.#kept.get(what) ?? this.#storage?.getItem(`${this.#key}.${what}`) ?? null;
    } catch {
      return null;
    }
  }

  #write(what: string, value: string | null): void {
    this.#kept.delete(what);
    try {
      if (this.#storage === null) {
        this.#kept.set(what, value);
      } else if (value === null) {
        this.#storage.removeItem(`${this.#key}.${what}`);
      } else {
        this.#storage.setItem(`${this.#key}.${what}`, value);
      }
    } catch {
      this.#kept.set(what, value);
    }
  }
}

/** Forgets every chat of this tab, as when its person signs out. */
export function forgetChats(storage: Storage = window.sessionStorage): void {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
  for (const key of keys.filter((name) => name.startsWith(PREFIX))) {
    storage.removeItem(key);
  }
}

function storageOfTab(): Storing | null {
  try {
    return window.sessionStorage;
  } catch {
    return null; // forbidden by the browser's settings
  }
}
