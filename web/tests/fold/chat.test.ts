import { describe, expect, test } from 'vitest';
import { type ChatView, foldChat, newChat } from '../../src/fold/chat';
import type { Item } from '../../src/stream/reading';
import { event } from '../stream/cases';
import { chatRecording, type SessionState, sameMoments } from './recordings';

const RECORDED = chatRecording();
const QUESTION = { message: 'msg_1', clientMessageId: 'tab-1', user: 'ann', text: 'why?' };
const ASKED = [
  event({
    seq: 1,
    type: 'session-started',
    data: { workloadId: 'wkl_1', project: 'shop', user: 'ann' },
  }),
  event({ seq: 2, type: 'message-accepted', data: QUESTION }),
];
const START = event({
  seq: 3,
  type: 'message-start',
  data: { message: 'msg_2', inReplyTo: 'msg_1', attempt: 1, engine: 'model' },
});

function folded(items: readonly Item[]): ChatView {
  return foldChat(newChat('ses_1'), items);
}

const words = (text: string, rewrites?: true): Item =>
  rewrites ? { message: 'msg_2', text, rewrites } : { message: 'msg_2', text };

const delta = (seq: number, offset: number, text: string): Item =>
  event({ seq, type: 'content-delta', data: { message: 'msg_2', offset, text } });

const answer = (chat: ChatView) => chat.messages.at(-1);

/** What the API's history has of a session. */
function comparable(chat: ChatView | SessionState): unknown {
  const { seq, status, workloadId, project, user, usage } = chat;
  const messages = chat.messages.map(
    ({ messageId, role, text, at, status, inReplyTo, evidence }) => {
      return { messageId, role, text, at, status, inReplyTo, evidence };
    },
  );
  return sameMoments({ seq, status, workloadId, project, user, usage, messages });
}

describe("the fold comes to what the server's own fold says", () => {
  test.each(Object.entries(RECORDED.states))('after %s', (seq, state) => {
    const chat = foldChat(newChat(state.sessionId), RECORDED.events.slice(0, Number(seq)));

    expect(chat.sessionId).toBe(state.sessionId);
    expect(comparable(chat)).toEqual(comparable(state));
  });
});

test('what happened around an answer stands with it', () => {
  const chat = folded(RECORDED.events);

  const [, first, , second] = chat.messages;
  expect(first).toMatchObject({ engine: 'model', withdrawals: ['The answer was cut off'] });
  expect(first?.tools).toHaveLength(1);
  expect(first?.tools[0]).toMatchObject({ tool: 'look_at_order', outcome: 'success' });
  expect(chat.evidence.map(({ id }) => id)).toEqual([first?.tools[0]?.evidenceId]);
  expect(second).toMatchObject({
    status: 'failed',
    failure: { reason: 'the agent failed', retryable: true },
    withdrawals: ['the agent had to start again', 'the agent had to start again'],
  });
  expect(chat.ended).toBe('user');
});

test('words are shown before they are durable, and once', () => {
  const chat = folded([
    ...ASKED,
    START,
    words('🚨 Yes: '),
    words('14 errors'),
    delta(4, 0, '🚨 Yes: '),
    words('.'),
    delta(5, 7, '14 errors.'),
  ]);

  expect(answer(chat)).toMatchObject({ text: '🚨 Yes: 14 errors.', status: 'streaming' });
});

test('words that overtake the beginning of their answer are not lost', () => {
  const early = folded([...ASKED, words('Yes'), words(': 14')]);
  expect(early.messages).toHaveLength(1);

  const chat = foldChat(early, [START, words(' errors')]);

  expect(answer(chat)?.text).toBe('Yes: 14 errors');
  expect(chat.early).toEqual({});
});

test('words of a second attempt that overtake its beginning are not lost', () => {
  const second = event({
    seq: 5,
    type: 'message-start',
    data: { message: 'msg_2', inReplyTo: 'msg_1', attempt: 2, engine: 'model' },
  });
  const reset = event({
    seq: 4,
    type: 'content-reset',
    data: { message: 'msg_2', reason: 'the agent had to start again' },
  });

  const chat = folded([
    ...ASKED,
    START,
    words('first'),
    reset,
    words('second '),
    second,
    words('try'),
  ]);

  expect(answer(chat)).toMatchObject({
    text: 'second try',
    withdrawals: ['the agent had to start again'],
  });
});

test('words that replace what was said do', () => {
  const chat = folded([...ASKED, START, words('wrong'), words('right', true)]);

  expect(answer(chat)?.text).toBe('right');
});

test('the events alone come to the same text as the events with the words before them', () => {
  const whole = event({
    seq: 6,
    type: 'message-complete',
    data: { message: 'msg_2', text: 'one two three', evidence: ['evd_1'], model: 'acme/large' },
  });
  const durable = [delta(4, 0, 'one '), delta(5, 4, 'two ')];

  const replayed = folded([...ASKED, START, ...durable, whole]);
  const live = folded([
    ...ASKED,
    START,
    words('one '),
    words('two '),
    ...durable,
    words('three'),
    whole,
  ]);

  expect(live).toEqual(replayed);
  expect(answer(live)).toMatchObject({
    status: 'complete',
    text: 'one two three',
    evidence: ['evd_1'],
    model: 'acme/large',
  });
  expect(live.status).toBe('open');
});

test('a page finds its own message again by the id that it gave it', () => {
  const chat = folded(ASKED);

  expect(chat.status).toBe('answering');
  expect(chat.messages[0]).toMatchObject({ clientMessageId: 'tab-1', role: 'user', text: 'why?' });
});

test('an answer that was stopped says nothing more', () => {
  const failed = { message: 'msg_2', reason: 'you stopped this answer' };
  const stopped = folded([
    ...ASKED,
    START,
    event({ seq: 4, type: 'message-failed', data: failed }),
  ]);

  expect(foldChat(stopped, [words('late')])).toEqual(stopped);
});

test.each([
  ['of an answer that had not begun', [], 'msg_2'],
  ['told of the question, whose answer had not begun', [], 'msg_1'],
  ['told of the question, whose answer had begun', [START], 'msg_1'],
])('a failure %s is seen in its place', (_, before, message) => {
  const data = { message, reason: 'the workload was removed' };
  const chat = folded([
    ...ASKED,
    ...before,
    event({ seq: 3 + before.length, type: 'message-failed', data }),
  ]);

  expect(chat.messages.map(({ role, status }) => [role, status])).toEqual([
    ['user', 'complete'],
    ['agent', 'failed'],
  ]);
  expect(answer(chat)).toMatchObject({ inReplyTo: 'msg_1', failure: { reason: data.reason } });
});
