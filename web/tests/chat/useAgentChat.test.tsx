// @vitest-environment jsdom
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { StrictMode } from 'react';
import { afterEach, expect, test } from 'vitest';
import { ApiError } from '../../src/api/errors';
import { type AgentChatOptions, useAgentChat } from '../../src/chat/useAgentChat';
import { FakeAgent, FakeStorage, problem, WORKLOAD } from './agent';

afterEach(cleanup);

/** A tab on the workload's chat. */
function tab(
  agent: FakeAgent,
  storage = new FakeStorage(),
  options: Partial<AgentChatOptions> = {},
) {
  const all = {
    client: agent.client,
    workloadId: WORKLOAD,
    projectId: 'shop',
    connect: agent.connect,
    storage,
    ...options,
  };
  const hook = renderHook(() => useAgentChat(all), { wrapper: StrictMode });
  const chat = () => hook.result.current;
  return {
    ...hook,
    storage,
    chat,
    texts: () => chat().chat?.messages.map(({ text }) => text) ?? [],
    ready: () => waitFor(() => expect(chat().canSend).toBe(true)),
    live: () => waitFor(() => expect(chat().connection.state).toBe('live')),
  };
}

async function asked(agent: FakeAgent, question = 'why?') {
  const page = tab(agent);
  await page.ready();
  act(() => void page.chat().send(question));
  await waitFor(() => expect(page.texts()).toEqual([question]));
  return { page, session: page.chat().sessionId ?? '' };
}

test('the first message opens a session, and none is opened before', async () => {
  const agent = new FakeAgent();
  const page = tab(agent);
  await page.ready();
  expect(agent.logs.size).toBe(0);

  act(() => void page.chat().send('why?'));

  expect(page.chat().outbox).toMatchObject([{ text: 'why?', state: 'sending' }]);
  expect(page.chat().isAnswering).toBe(true);
  await waitFor(() => expect(page.texts()).toEqual(['why?']));
  expect(page.chat().outbox).toEqual([]);
  expect(agent.logs.size).toBe(1);
});

test('an answer is shown word by word, and is whole in the end', async () => {
  const agent = new FakeAgent();
  const { page, session } = await asked(agent);
  await page.live();

  agent.begin(session);
  agent.words(session, 'msg_answer', 0, 'Because ');
  await waitFor(() => expect(page.texts()).toEqual(['why?', 'Because ']));
  expect(page.chat().isAnswering).toBe(true);
  agent.words(session, 'msg_answer', 8, 'of a table.');
  agent.complete(session, 'Because of a table.');

  await waitFor(() => expect(page.chat().isAnswering).toBe(false));
  expect(page.texts()).toEqual(['why?', 'Because of a table.']);
});

test('a double click sends once', async () => {
  const agent = new FakeAgent();
  const page = tab(agent);
  await page.ready();
  act(() => page.chat().setDraft('why?'));

  const sent: boolean[] = [];
  act(() => sent.push(page.chat().send(), page.chat().send()));

  expect(sent).toEqual([true, false]);
  await waitFor(() => expect(page.texts()).toEqual(['why?']));
  expect(agent.taken('why?')).toBe(1);
});

test('nothing is sent while the agent answers, and what was written is kept', async () => {
  const agent = new FakeAgent();
  const { page } = await asked(agent);

  act(() => page.chat().setDraft('and then?'));
  act(() => void page.chat().send());

  expect(page.chat().draft).toBe('and then?');
  expect(agent.taken('and then?')).toBe(0);
});

test('what cannot be sent is kept, also over a reload, and sent on a word', async () => {
  const agent = new FakeAgent();
  const page = tab(agent);
  await page.ready();
  agent.offline = true;
  act(() => void page.chat().send('why?'));
  await waitFor(() => expect(page.chat().outbox).toMatchObject([{ state: 'failed' }]));
  page.unmount();
  agent.offline = false;

  const reloaded = tab(agent, page.storage);
  await reloaded.ready();
  expect(reloaded.chat().outbox).toMatchObject([{ text: 'why?', state: 'failed' }]);
  expect(agent.taken('why?')).toBe(0);
  act(() => reloaded.chat().resend(reloaded.chat().outbox[0]?.clientMessageId ?? ''));

  await waitFor(() => expect(reloaded.texts()).toEqual(['why?']));
  expect(agent.taken('why?')).toBe(1);
});

test('what was taken without our hearing of it is not said twice', async () => {
  const agent = new FakeAgent();
  const page = tab(agent);
  await page.ready();
  agent.next(/POST .*message/, () => Promise.reject(new TypeError('connection reset')), true);

  act(() => void page.chat().send('why?'));

  await waitFor(() => expect(page.texts()).toEqual(['why?']));
  await waitFor(() => expect(page.chat().outbox).toEqual([]));
  expect(agent.taken('why?')).toBe(1);
});

test('a reload while a message is on its way sends it, once', async () => {
  const agent = new FakeAgent();
  const page = tab(agent);
  await page.ready();
  agent.next(/POST .*message/, () => new Promise(() => {}), true);
  act(() => void page.chat().send('why?'));
  await waitFor(() => expect(agent.taken('why?')).toBe(1));
  page.unmount();

  const reloaded = tab(agent, page.storage);

  await waitFor(() => expect(reloaded.texts()).toEqual(['why?']));
  expect(reloaded.chat().outbox).toEqual([]);
  expect(agent.taken('why?')).toBe(1);
});

test('a limit says when it will work', async () => {
  const agent = new FakeAgent();
  const page = tab(agent);
  await page.ready();
  const before = Date.now();
  agent.next(/POST .*start/, () =>
    problem(429, 'the limit of 20 sessions is used up', { retryable: true, retryAfterSeconds: 90 }),
  );

  act(() => void page.chat().send('why?'));

  await waitFor(() => expect(page.chat().outbox).toMatchObject([{ state: 'failed' }]));
  const [pending] = page.chat().outbox;
  expect(pending?.error?.message).toBe('the limit of 20 sessions is used up');
  expect(pending?.retryAt).toBeGreaterThanOrEqual(before + 90_000);
  act(() => page.chat().edit(pending?.clientMessageId ?? ''));
  expect(page.chat()).toMatchObject({ outbox: [], draft: 'why?' });
});

test('a failed turn can be asked again', async () => {
  const agent = new FakeAgent();
  const { page, session } = await asked(agent);
  agent.begin(session);
  const failure = { reason: 'the agent failed', retryable: true };
  agent.append(session, 'message-failed', { message: 'msg_answer', ...failure });
  await waitFor(() => expect(page.chat().chat?.messages.at(-1)?.failure).toEqual(failure));

  act(() => void page.chat().send('why?'));

  await waitFor(() => expect(agent.taken('why?')).toBe(2));
});

test('a model that was replaced in mid-answer is told, and its text is gone', async () => {
  const agent = new FakeAgent();
  const { page, session } = await asked(agent);
  agent.begin(session);
  agent.append(session, 'content-delta', { message: 'msg_answer', offset: 0, text: 'Wrong' });
  agent.append(session, 'content-reset', { message: 'msg_answer', reason: 'it was cut off' });
  agent.append(session, 'content-delta', { message: 'msg_answer', offset: 0, text: 'Right' });

  await waitFor(() => expect(page.texts()).toEqual(['why?', 'Right']));
  expect(page.chat().chat?.messages.at(-1)?.withdrawals).toEqual(['it was cut off']);
});

test('a reload in mid-answer goes on with it', async () => {
  const agent = new FakeAgent();
  const { page, session } = await asked(agent);
  agent.begin(session);
  agent.append(session, 'content-delta', { message: 'msg_answer', offset: 0, text: 'Because ' });
  page.unmount();

  const reloaded = tab(agent, page.storage);
  await waitFor(() => expect(reloaded.texts()).toEqual(['why?', 'Because ']));
  agent.append(session, 'content-delta', { message: 'msg_answer', offset: 8, text: 'of it.' });

  await waitFor(() => expect(reloaded.texts()).toEqual(['why?', 'Because of it.']));
  expect(reloaded.chat().sessionId).toBe(session);
});

test('an answer that was finished while the page was away is there', async () => {
  const agent = new FakeAgent();
  const { page, session } = await asked(agent);
  page.unmount();
  agent.begin(session);
  agent.complete(session, 'Because of it.');

  const back = tab(agent, page.storage);

  await waitFor(() => expect(back.texts()).toEqual(['why?', 'Because of it.']));
  expect(back.chat().isAnswering).toBe(false);
});

test('a second tab shows the same session, and both hear the answer', async () => {
  const agent = new FakeAgent();
  const { page, session } = await asked(agent);
  const second = tab(agent);
  await waitFor(() => expect(second.texts()).toEqual(['why?']));
  await second.live();

  agent.begin(session);
  agent.complete(session, 'Because.');

  await waitFor(() => expect(second.texts()).toEqual(['why?', 'Because.']));
  await waitFor(() => expect(page.texts()).toEqual(['why?', 'Because.']));
  expect(agent.logs.size).toBe(1);
});

test('a lost network is told, and nothing is missing when it is back', async () => {
  const agent = new FakeAgent();
  const { page, session } = await asked(agent);
  await page.live();
  agent.begin(session);
  agent.words(session, 'msg_answer', 0, 'Because ');
  await waitFor(() => expect(page.texts()).toHaveLength(2));

  act(() => agent.cut());
  await waitFor(() => expect(page.chat().connection.state).toBe('reconnecting'));
  expect(page.texts()).toEqual(['why?', 'Because ']);
  agent.append(session, 'content-delta', { message: 'msg_answer', offset: 0, text: 'Because of' });
  agent.offline = false;
  act(() => void window.dispatchEvent(new Event('online')));

  await waitFor(() => expect(page.texts()).toEqual(['why?', 'Because of']));
  await page.live();
  agent.complete(session, 'Because of it.');
  await waitFor(() => expect(page.texts()).toEqual(['why?', 'Because of it.']));
});

test('a token that expires in mid-stream keeps what is shown and written', async () => {
  const agent = new FakeAgent();
  const { page } = await asked(agent);
  await page.live();
  act(() => page.chat().setDraft('half a quest'));
  agent.next(/GET .*stream/, () => problem(401, 'The token has expired'));

  act(() => agent.cut());
  agent.offline = false;
  act(() => page.chat().retryNow());

  await waitFor(() => expect(page.chat().connection.state).toBe('failed'));
  const { connection } = page.chat();
  expect(connection.state === 'failed' && (connection.error as ApiError).status).toBe(401);
  expect(page.texts()).toEqual(['why?']);
  expect(page.chat().draft).toBe('half a quest');
  act(() => page.chat().reconnect());
  await page.live();
});

test('a session that has ended is shown, and the next message begins a new one', async () => {
  const agent = new FakeAgent();
  const { page, session } = await asked(agent);
  agent.append(session, 'session-ended', { reason: 'idle' });
  await waitFor(() => expect(page.chat().chat?.ended).toBe('idle'));

  act(() => void page.chat().send('and now?'));

  await waitFor(() => expect(page.texts()).toEqual(['and now?']));
  expect(page.chat().sessionId).not.toBe(session);
});

test('a message that comes too late for its session is sent in a new one on a word', async () => {
  const agent = new FakeAgent();
  const { page } = await asked(agent);
  agent.begin(page.chat().sessionId ?? '');
  agent.complete(page.chat().sessionId ?? '', 'Because.');
  await page.ready();
  agent.next(/POST .*message/, () => problem(410, 'the session has ended; start a new one'));
  act(() => void page.chat().send('and now?'));
  await waitFor(() => expect(page.chat().outbox).toMatchObject([{ state: 'failed' }]));

  act(() => page.chat().resend(page.chat().outbox[0]?.clientMessageId ?? ''));

  await waitFor(() => expect(page.texts()).toEqual(['and now?']));
  expect(agent.logs.size).toBe(2);
});

test('a session that is not the person’s any more gives way to their last one', async () => {
  const agent = new FakeAgent();
  const own = agent.start();
  const storage = new FakeStorage();
  storage.setItem('casebook.chat.shop/wkl_1.session', 'ses_of_somebody_else');

  const page = tab(agent, storage);

  await waitFor(() => expect(page.chat().sessionId).toBe(own));
  await page.live();
});

test('an older session can be read, and a new chat begun and kept over a reload', async () => {
  const agent = new FakeAgent();
  const older = agent.start();
  const { page, session } = await asked(agent);
  expect(session).toBe(older);

  act(() => page.chat().startAnew());
  expect(page.chat()).toMatchObject({ sessionId: null, chat: null });
  page.unmount();
  const reloaded = tab(agent, page.storage);
  await reloaded.ready();
  expect(reloaded.chat().sessionId).toBeNull();

  act(() => reloaded.chat().select(older));
  await waitFor(() => expect(reloaded.texts()).toEqual(['why?']));
});

test('a new chat that is chosen while the last one is looked for stays', async () => {
  const agent = new FakeAgent();
  agent.start();
  const { client } = agent;
  const found = client.listWorkloadSessions(WORKLOAD);
  let answer = () => {};
  client.listWorkloadSessions = () =>
    new Promise((resolve) => {
      answer = () => resolve(found);
    });
  const page = tab(agent, new FakeStorage(), { client });
  expect(page.chat().stage).toBe('looking');

  act(() => page.chat().startAnew());
  await act(async () => {
    answer();
    await found;
  });

  expect(page.chat()).toMatchObject({ stage: 'ready', sessionId: null });
});

test('an answer is stopped in its middle, and what it said stays', async () => {
  const agent = new FakeAgent();
  const { page, session } = await asked(agent);
  agent.begin(session);
  agent.append(session, 'content-delta', { message: 'msg_answer', offset: 0, text: 'Because ' });
  await waitFor(() => expect(page.texts()).toEqual(['why?', 'Because ']));

  await act(() => page.chat().stop());

  await waitFor(() => expect(page.chat().isAnswering).toBe(false));
  expect(page.texts()).toEqual(['why?', 'Because ']);
  expect(page.chat().canSend).toBe(true);
});

test('ending it while the agent writes is tried until it works', async () => {
  const agent = new FakeAgent();
  const { page } = await asked(agent);
  agent.next(/DELETE/, () =>
    problem(409, 'the agent is writing; try again', { retryable: true, retryAfterSeconds: 0 }),
  );

  await act(() => page.chat().end());

  await waitFor(() => expect(page.chat().chat?.ended).toBe('user'));
  expect(page.chat()).toMatchObject({ ending: null, endError: null });
});

test('a draft survives a reload, and a question is offered where there is none', async () => {
  const agent = new FakeAgent();
  const page = tab(agent, undefined, { question: 'Why did it fail?' });
  await page.ready();
  expect(page.chat().draft).toBe('Why did it fail?');
  act(() => page.chat().setDraft('Who did it?'));
  page.unmount();

  const reloaded = tab(agent, page.storage, { question: 'Why did it fail?' });
  expect(reloaded.chat().draft).toBe('Who did it?');
});

test('a server that does not answer is told, and asked again on a word', async () => {
  const agent = new FakeAgent();
  agent.offline = true;
  const page = tab(agent);
  await waitFor(() => expect(page.chat().stage).toBe('failed'));
  expect(page.chat().error).not.toBeInstanceOf(ApiError);

  agent.offline = false;
  act(() => page.chat().reconnect());

  await page.ready();
});
