/** What a conversation is at, and what it needs of its surroundings. */

import type { Client } from '../api/client';
import type { ChatView } from '../fold/chat';
import type { Clock, Connect, Status } from '../stream/ports';
import type { ChatMemory } from './memory';
import type { Pending } from './outbox';

export interface ConversationState {
  /** `looking` for the session; `failed`: it could not be looked for, see `error`. */
  stage: 'looking' | 'ready' | 'failed';
  error: Error | null;
  /** Null before the first message. */
  sessionId: string | null;
  chat: ChatView | null;
  connection: Status;
  /** What the log does not have yet. */
  outbox: readonly Pending[];
  /** What is being ended; `endError`: that did not work. */
  ending: 'answer' | 'session' | null;
  endError: Error | null;
}

export interface ConversationSetup {
  client: Client;
  workloadId: string;
  memory: ChatMemory;
  connect?: Connect;
  clock?: Clock;
  /** A number from 0 up to 1. */
  dice?: () => number;
}

const STOPPED: Status = { state: 'stopped' };

/** Of no session. */
export const NOTHING = {
  sessionId: null,
  chat: null,
  connection: STOPPED,
  ending: null,
  endError: null,
} satisfies Partial<ConversationState>;
