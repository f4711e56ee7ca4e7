// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AgentChatModal, type AgentChatModalProps } from '../../src/chat/AgentChatModal';
import { FakeAgent, problem, WORKLOAD } from './agent';
import '../../src/chat/Markdown'; // loaded lazily otherwise

class NoResizes {
  observe() {}
  unobserve() {}
  disconnect() {}
}

beforeEach(() => {
  vi.stubGlobal('ResizeObserver', NoResizes);
  window.sessionStorage.clear();
});
afterEach(cleanup);

function Page(props: { agent: FakeAgent } & Partial<AgentChatModalProps>) {
  const { agent, ...rest } = props;
  const [isOpen, setIsOpen] = useState(false);
  return (
    <QueryClientProvider client={new QueryClient()}>
      <button type="button" onClick={() => setIsOpen(true)}>
        Ask
      </button>
      <AgentChatModal
        open={isOpen}
        onClose={() => setIsOpen(false)}
        client={agent.client}
        connect={agent.connect}
        workloadId={WORKLOAD}
        projectId="shop"
        workloadName="shop"
        {...rest}
      />
    </QueryClientProvider>
  );
}

async function opened(agent = new FakeAgent(), props: Partial<AgentChatModalProps> = {}) {
  const user = userEvent.setup();
  render(<Page agent={agent} {...props} />);
  await user.click(screen.getByRole('button', { name: 'Ask' }));
  const input = screen.getByRole('textbox', { name: 'Your message' });
  return { user, agent, input };
}

async function asked(question = 'why?', props: Partial<AgentChatModalProps> = {}) {
  const page = await opened(new FakeAgent(), props);
  await screen.findByText('What is wrong right now?');
  await page.user.type(page.input, `${question}{Enter}`);
  await screen.findByRole('article', { name: 'You' });
  const session = await waitFor(() => {
    const [id] = page.agent.logs.keys();
    expect(page.agent.taken(question)).toBe(1);
    return id ?? '';
  });
  return { ...page, session };
}

// Where the focus goes is the browser's own dialog's to do, and is tested in a browser.
test('its input is where the focus goes, and it closes', async () => {
  const { user, input } = await opened();
  expect(screen.getByRole('dialog', { name: 'Ask about shop' }).contains(input)).toBe(true);
  expect(input.hasAttribute('autofocus')).toBe(true);

  await user.click(screen.getByRole('button', { name: 'Close' }));

  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a suggestion asks', async () => {
  const { user, agent } = await opened();

  await user.click(await screen.findByRole('button', { name: 'What has changed lately?' }));

  await waitFor(() => expect(agent.taken('What has changed lately?')).toBe(1));
  expect(screen.queryByText('What is wrong right now?')).toBeNull();
});

test('Shift and Enter begin a new line, Enter sends', async () => {
  const { user, input, agent } = await opened();
  await screen.findByText('What is wrong right now?');

  await user.type(input, 'one{Shift>}{Enter}{/Shift}two');
  expect(input).toHaveProperty('value', 'one\ntwo');
  await user.keyboard('{Enter}');

  expect(input).toHaveProperty('value', '');
  await waitFor(() => expect(agent.taken('one\ntwo')).toBe(1));
});

test('an answer is told apart, with its steps, and said to be there once', async () => {
  const { agent, session } = await asked();
  const status = () => screen.getAllByRole('status').map(({ textContent }) => textContent);
  await waitFor(() => expect(status()).toContain('The agent answers.'));

  act(() => {
    agent.begin(session);
    agent.append(session, 'tool-started', {
      callId: 'c1',
      tool: 'search_logs',
      parameters: { resource: 'checkout-fn' },
    });
  });
  const answer = await screen.findByRole('article', { name: 'The agent' });
  expect(within(answer).getByText('running')).toBeDefined();
  act(() => {
    const ran = { callId: 'c1', tool: 'search_logs', outcome: 'success', durationMs: 1412 };
    agent.append(session, 'tool-finished', ran);
    agent.complete(session, 'A **table** is missing.', { model: 'acme/large' });
  });

  expect(await within(answer).findByText('table')).toBeDefined();
  expect(within(answer).getByText('done')).toBeDefined();
  expect(within(answer).getByText('1.4 s')).toBeDefined();
  expect(within(answer).getByText('acme/large')).toBeDefined();
  await waitFor(() => expect(status()).toContain('The agent has answered.'));
  expect(screen.getByRole('log').getAttribute('aria-live')).toBe('off');
});

test('what the chat has used is told as soon as it is known', async () => {
  const { agent, session } = await asked();
  expect(screen.queryByText(/Used in this chat/)).toBeNull();

  act(() => {
    agent.begin(session);
    const used = { engine: 'deterministic', awsRequests: 12, bytesScanned: 2_500_000_000 };
    agent.append(session, 'usage-recorded', used);
    agent.complete(session, 'It is well.');
  });

  const told = 'Used in this chat: 12 requests to AWS, 2.5 GB scanned';
  expect(await screen.findByText(told)).toBeDefined();
});

test('a failed turn is said, and asked again on a word', async () => {
  const { user, agent, session } = await asked();
  act(() => {
    agent.begin(session);
    const failure = { reason: 'the agent failed', retryable: true };
    agent.append(session, 'message-failed', { message: 'msg_answer', ...failure });
  });

  const said = await screen.findAllByText('The agent could not answer: the agent failed.');
  expect(said).toHaveLength(2); // seen, and heard
  await user.click(screen.getByRole('button', { name: 'Ask again' }));

  await waitFor(() => expect(agent.taken('why?')).toBe(2));
});

test('stop stops the answer, also before it has begun, and the question can be asked again', async () => {
  const { user, agent } = await asked();

  await user.click(screen.getByRole('button', { name: 'Stop' }));

  const said = await screen.findAllByText('You stopped this answer.');
  expect(said).toHaveLength(2); // seen, and heard
  await user.click(screen.getByRole('button', { name: 'Ask again' }));
  await waitFor(() => expect(agent.taken('why?')).toBe(2));
});

test('a model that was replaced is said', async () => {
  const { agent, session } = await asked();
  act(() => {
    agent.begin(session);
    agent.append(session, 'content-reset', { message: 'msg_answer', reason: 'it was cut off' });
  });

  expect(
    await screen.findByText(
      'What was said so far was withdrawn, and the answer begun anew: it was cut off.',
    ),
  ).toBeDefined();
});

test('a limit is said with its wait, and what was written can be edited', async () => {
  const { user, agent, input } = await opened();
  await screen.findByText('What is wrong right now?');
  const limit = { retryable: true, retryAfterSeconds: 1260 };
  agent.next(/start/, () => problem(429, 'the limit of 20 sessions in an hour is used up', limit));
  await user.type(input, 'why?{Enter}');

  const refusal = await screen.findByRole('alert');
  expect(refusal.textContent).toContain(
    'Not sent. The limit of 20 sessions in an hour is used up. It may work in 21 min.',
  );
  await user.click(screen.getByRole('button', { name: 'Edit' }));
  expect(input).toHaveProperty('value', 'why?');
});

test('an expired sign-in is offered, and the draft kept', async () => {
  const onSignIn = vi.fn();
  const { user, agent, input } = await asked('why?', { onSignIn });
  await user.type(input, 'and th');
  agent.next(/stream/, () => problem(401, 'The token has expired'));
  act(() => agent.cut());
  agent.offline = false;
  act(() => void window.dispatchEvent(new Event('online')));

  await user.click(await screen.findByRole('button', { name: 'Sign in' }));

  expect(onSignIn).toHaveBeenCalled();
  expect(input).toHaveProperty('value', 'and th');
  expect(screen.getByRole('article', { name: 'You' }).textContent).toContain('why?');
});

test('a session that has ended says so and offers a new one', async () => {
  const { user, agent, session } = await asked();
  act(() => void agent.append(session, 'session-ended', { reason: 'idle' }));

  const [said, offer] = await screen.findAllByText(/nothing happened in it for too long/);
  expect(said?.className).toBe('sr-only');
  await user.click(within(offer?.parentElement as HTMLElement).getByRole('button'));

  expect(await screen.findByText('What is wrong right now?')).toBeDefined();
});

test('the person’s other chats can be chosen', async () => {
  const agent = new FakeAgent();
  const older = agent.start();
  agent.append(older, 'message-accepted', {
    message: 'm',
    clientMessageId: 'c',
    user: 'ann',
    text: 'an old question',
  });
  agent.append(older, 'session-ended', { reason: 'user' });
  const { user } = await opened(agent);
  await screen.findByText('What is wrong right now?');

  await user.click(screen.getByRole('button', { name: 'Your chats' }));
  await user.click(await screen.findByRole('button', { name: /Talk ses_1/ }));

  expect(await screen.findByText('an old question')).toBeDefined();
});

test('of thousands of messages the last are shown, the others on a word', async () => {
  const agent = new FakeAgent();
  const session = agent.start();
  for (let number = 0; number < 1000; number++) {
    agent.append(session, 'message-accepted', {
      message: `m${number}`,
      clientMessageId: `c${number}`,
      user: 'ann',
      text: `question ${number}`,
    });
    agent.begin(session, `a${number}`, `m${number}`);
    agent.complete(session, `answer ${number}`, {}, `a${number}`);
  }
  const { user } = await opened(agent);

  await screen.findByText('question 999');
  expect(screen.getAllByRole('article')).toHaveLength(50);
  await user.click(screen.getByRole('button', { name: 'Show earlier messages (1,950)' }));

  expect(screen.getAllByRole('article')).toHaveLength(100);
});

test.each([
  ['there is no open session', false, []],
  ['a session is open', true, []],
  ['looking for it failed, and was tried again', true, [503]],
])(
  'what is said before the session is known is sent once it is: %s',
  async (_, isOpen, failures) => {
    const agent = new FakeAgent();
    const session = isOpen ? agent.start() : null;
    let found = () => {};
    const known = new Promise<void>((resolve) => {
      found = resolve;
    });
    for (const status of failures) {
      agent.next(/agent\/sessions/, async () => {
        await known;
        return problem(status, 'A part does not answer');
      });
    }
    if (failures.length === 0) {
      agent.next(/agent\/sessions/, async () => {
        await known;
        const sessions = session === null ? [] : [{ sessionId: session, status: 'open' }];
        return Response.json({ sessions, next: null });
      });
    }
    const { user, input } = await opened(agent);

    await user.type(input, 'why?{Enter}');
    expect((input as HTMLTextAreaElement).value).toBe('');
    expect(agent.taken('why?')).toBe(0);
    found();
    if (failures.length > 0) {
      await user.click(await screen.findByRole('button', { name: /again/i }));
    }

    await waitFor(() => expect(agent.taken('why?')).toBe(1));
    expect([...agent.logs.keys()]).toEqual([session ?? 'ses_1']);
  },
);
