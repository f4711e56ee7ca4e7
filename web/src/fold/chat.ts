/**
 * What a chat shows: the fold of a session's events, and of the text that comes before them.
 *
 * Messages are those of `GET …/agent/history`, with what happened around them.
 */

import type { Message, Spent } from '../api/types';
import type { Event, Evidence } from '../stream/events';
import type { Text } from '../stream/ordering';
import type { Item } from '../stream/reading';
import { placed } from './points';
import { NOTHING_SPENT, plus } from './spending';
import { begun, finished, type ToolRun } from './tools';

export interface ChatMessage extends Message {
  /** By which the page that sent it knows it; null for an answer. */
  clientMessageId: string | null;
  /** Who answers: `model`, or `deterministic` rules; null for what a person says. */
  engine: string | null;
  /** The model that wrote the whole answer. */
  model: string | null;
  /** The sentences that the evidence does not bear out. */
  unsupported: readonly string[];
  tools: readonly ToolRun[];
  /** Why what was said of it was withdrawn, each time that it was: a model was replaced. */
  withdrawals: readonly string[];
  failure: { reason: string; retryable: boolean } | null;
}

export interface ChatView {
  sessionId: string;
  seq: number;
  status: 'new' | 'open' | 'answering' | 'ended';
  workloadId: string;
  project: string;
  user: string;
  messages: readonly ChatMessage[];
  /** All that the tools found, for the chips in the answers. */
  evidence: readonly Evidence[];
  usage: Spent;
  /** Why the session ended. */
  ended: 'user' | 'idle' | 'workload-removed' | null;
  /** Text of answers whose `message-start` has not come yet. */
  early: Readonly<Record<string, string>>;
}

/** A session of which nothing is known yet. */
export function newChat(sessionId: string): ChatView {
  return {
    sessionId,
    seq: 0,
    status: 'new',
    workloadId: '',
    project: '',
    user: '',
    messages: [],
    evidence: [],
    usage: NOTHING_SPENT,
    ended: null,
    early: {},
  };
}

/** The view after more items, in the order in which the stream client hands them on. */
export function foldChat(view: ChatView, items: Iterable<Item>): ChatView {
  let chat = view;
  for (const item of items) {
    chat = 'seq' in item ? { ...chat, ...changes(chat, item), seq: item.seq } : said(chat, item);
  }
  return chat;
}

/** Words that came before the event that makes them durable. */
function said(chat: ChatView, { message, text, rewrites }: Text): ChatView {
  const answer = chat.messages.find(({ messageId }) => messageId === message);
  if (answer?.status === 'failed') {
    return chat; // an answer that was stopped may be spoken for a moment longer
  }
  if (answer !== undefined) {
    const messages = changed(chat, message, (known) => ({
      text: rewrites ? text : known.text + text,
    }));
    return { ...chat, messages };
  }
  const known = rewrites ? '' : (chat.early[message] ?? '');
  return { ...chat, early: { ...chat.early, [message]: known + text } };
}

/** What an event changes. */
function changes(chat: ChatView, event: Event): Partial<ChatView> {
  switch (event.type) {
    case 'session-started': {
      const { workloadId, project, user } = event.data;
      return { status: 'open', workloadId, project, user };
    }
    case 'message-accepted':
      return { status: 'answering', messages: [...chat.messages, asked(event.at, event.data)] };
    case 'usage-recorded':
      return { usage: plus(chat.usage, event.data) };
    case 'session-ended':
      return { status: 'ended', ended: event.data.reason };
    case 'tool-started': {
      const tool = begun(event);
      return { messages: answering(chat, (known) => ({ tools: [...known.tools, tool] })) };
    }
    case 'tool-finished': {
      const { evidence } = event.data;
      return {
        messages: answering(chat, (known) => ({ tools: finished(known.tools, event) })),
        evidence: evidence ? [...chat.evidence, evidence] : chat.evidence,
      };
    }
    default:
      return answered(chat, event);
  }
}

/** What an event of an answer changes. */
function answered(chat: ChatView, event: Event): Partial<ChatView> {
  switch (event.type) {
    case 'message-start':
      return started(chat, event.at, event.data);
    case 'content-delta': {
      const { message, offset, text } = event.data;
      const messages = changed(chat, message, (known) => ({
        text: placed(known.text, offset, text),
      }));
      return { messages };
    }
    case 'content-reset': {
      const { message, reason } = event.data;
      const messages = changed(chat, message, ({ withdrawals }) => ({
        text: '',
        withdrawals: [...withdrawals, reason],
      }));
      return { messages };
    }
    case 'message-complete': {
      const { message, text, evidence = [], model = null, unsupported = [] } = event.data;
      const whole = { text, evidence, model, unsupported, status: 'complete' } as const;
      return { status: 'open', messages: changed(chat, message, () => whole) };
    }
    case 'message-failed':
      return { status: 'open', messages: failed(chat, event.at, event.data) };
    default:
      return {};
  }
}

/**
 * An answer that there will not be. It is named itself, or its question is; and it may not even have
 * begun: then the failure stands in its place.
 */
function failed(
  chat: ChatView,
  at: string,
  data: { message: string; reason: string; retryable?: boolean },
): readonly ChatMessage[] {
  const { reason, retryable = true } = data;
  const ending = { status: 'failed', failure: { reason, retryable } } as const;
  const answers = chat.messages.filter(({ role }) => role === 'agent');
  const known =
    answers.find(({ messageId }) => messageId === data.message) ??
    answers.find(({ inReplyTo, status }) => inReplyTo === data.message && status === 'streaming');
  if (known !== undefined) {
    return changed(chat, known.messageId, () => ending);
  }
  const question = chat.messages.findLast(({ role }) => role === 'user')?.messageId ?? null;
  const id = data.message === question ? `${question}-answer` : data.message;
  return [...chat.messages, { ...message(id, 'agent', '', at), inReplyTo: question, ...ending }];
}

/** An answer that begins. A second attempt takes the place of the first and keeps why it had to. */
function started(
  chat: ChatView,
  at: string,
  data: { message: string; inReplyTo: string; engine?: string },
): Partial<ChatView> {
  const earlier = chat.messages.find(({ messageId }) => messageId === data.message);
  const { [data.message]: text = '', ...early } = chat.early;
  const answer: ChatMessage = {
    ...message(data.message, 'agent', earlier?.text ?? text, at),
    status: 'streaming',
    inReplyTo: data.inReplyTo,
    engine: data.engine ?? 'deterministic',
    withdrawals: earlier?.withdrawals ?? [],
  };
  const others = chat.messages.filter(({ messageId }) => messageId !== data.message);
  return { messages: [...others, answer], early };
}

function asked(
  at: string,
  data: { message: string; clientMessageId: string; text: string },
): ChatMessage {
  return {
    ...message(data.message, 'user', data.text, at),
    clientMessageId: data.clientMessageId,
  };
}

function message(messageId: string, role: Message['role'], text: string, at: string): ChatMessage {
  return {
    messageId,
    role,
    text,
    at,
    status: 'complete',
    inReplyTo: null,
    evidence: [],
    clientMessageId: null,
    engine: null,
    model: null,
    unsupported: [],
    tools: [],
    withdrawals: [],
    failure: null,
  };
}

/** The messages with a change of the answer that is under way: a session has one at a time. */
function answering(
  chat: ChatView,
  update: (known: ChatMessage) => Partial<ChatMessage>,
): readonly ChatMessage[] {
  const open = chat.messages.findLast(({ status }) => status === 'streaming');
  return open === undefined ? chat.messages : changed(chat, open.messageId, update);
}

function changed(
  { messages }: ChatView,
  id: string,
  update: (known: ChatMessage) => Partial<ChatMessage>,
): readonly ChatMessage[] {
  return messages.map((known) => (known.messageId === id ? { ...known, ...update(known) } : known));
}
