// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { Change, WorkloadMap } from '../../src/api/types';
import WorkloadPage from '../../src/pages/workloads/WorkloadPage';
import { problem, showPage } from './page';
import { diagnosis, running, workload } from './workloads';

function change(given: Partial<Change> = {}): Change {
  return {
    changeId: 'chg_1',
    at: '2026-11-29T11:00:00.000Z',
    kind: 'deployment',
    resource: 'checkout-fn',
    summary: 'Deploy v42',
    diff: [],
    source: 'feed',
    ...given,
  };
}

function map(given: Partial<WorkloadMap> = {}): WorkloadMap {
  return {
    workloadId: 'wl_shop',
    at: '2026-11-29T12:00:00.000Z',
    resources: [
      {
        name: 'checkout-fn',
        type: 'lambda',
        state: 'alarming',
        reason: 'checkout-errors is in ALARM.',
        since: '2030-01-02T11:00:00.000Z',
        alarms: ['checkout-errors'],
      },
      { name: 'orders', type: 'dynamodb', state: 'healthy', reason: 'All is well.', alarms: [] },
    ],
    calls: [{ caller: 'checkout-fn', callee: 'orders' }],
    alarms: [
      {
        name: 'checkout-errors',
        state: 'ALARM',
        since: '2030-01-02T11:00:00.000Z',
        reason: '5 errors \u202ein a minute',
        resources: ['checkout-fn'],
      },
      { name: 'orders-throttles', state: 'OK', reason: '', resources: ['orders'] },
      { name: 'orders-new', state: 'INSUFFICIENT_DATA', reason: '', resources: ['orders'] },
    ],
    notes: [],
    ...given,
  };
}

function show(api: Record<string, unknown> = {}) {
  return showPage(WorkloadPage, {
    at: '/workloads/wl_shop',
    params: { workloadId: 'wl_shop' },
    api: {
      'GET /api/workloads/wl_shop': workload(),
      'GET /api/workloads/wl_shop/diagnoses': { diagnoses: [] },
      'GET /api/workloads/wl_shop/changes': { changes: [] },
      'GET /api/workloads/wl_shop/map': map(),
      ...api,
    },
  });
}

test('its state says what is being diagnosed and what was found last', async () => {
  show({
    'GET /api/workloads/wl_shop/diagnoses': {
      diagnoses: [running({ diagnosisId: 'dia_2' }), diagnosis()],
    },
  });

  const state = within(await screen.findByRole('region', { name: 'State' }));
  expect(await state.findByText('Diagnosing now')).toBeTruthy();
  expect(state.getByText('Cause confirmed')).toBeTruthy();
});

test('a resource on the map is chosen by key, and says what calls it and what it calls', async () => {
  const user = userEvent.setup({ delay: null });
  show();
  const resource = await screen.findByRole('button', {
    name: /checkout-fn.*In alarm.*calls orders/,
  });

  resource.focus();
  await user.keyboard('{Enter}');

  expect(resource.getAttribute('aria-expanded')).toBe('true');
  const detail = screen.getByRole('heading', { level: 3, name: 'checkout-fn' })
    .parentElement as HTMLElement;
  expect(within(detail).getByText('orders')).toBeTruthy();
  expect(within(detail).getByText('/aws/lambda/checkout-fn')).toBeTruthy();
});

test('a resource that is chosen says why it is in its state, and since when', async () => {
  show();

  await userEvent.click(await screen.findByRole('button', { name: /In alarm/ }));

  const reason = screen.getByText(/checkout-errors is in ALARM/);
  expect(reason.textContent).toContain('since 2030-01-02 11:00:00 UTC');
});

test('alarms in ALARM are open, with what they are about; the others are counted', async () => {
  show();

  const panel = (await screen.findByRole('heading', { name: 'Open alarms' })).closest(
    'section',
  ) as HTMLElement;
  expect(await within(panel).findByText('checkout-errors')).toBeTruthy();
  expect(within(panel).getByText('on checkout-fn')).toBeTruthy();
  expect(within(panel).getByText('5 errors ‹U+202E›in a minute')).toBeTruthy();
  expect(within(panel).getByText('OK: 1. With too little data: 1.')).toBeTruthy();
});

test('a map that cannot be read leaves the resources and their calls', async () => {
  show({
    'GET /api/workloads/wl_shop/map': problem({ status: 503, title: 'No', detail: 'not now' }),
  });

  expect(await screen.findByText('not now')).toBeTruthy();
  expect(
    screen.getByRole('button', { name: /checkout-fn.*State: Unknown.*calls orders/ }),
  ).toBeTruthy();
});

test('what the map could not read is said', async () => {
  show({
    'GET /api/workloads/wl_shop/map': map({ notes: ['alarms: CloudWatch refuses'], alarms: [] }),
  });

  expect(await screen.findByText('alarms: CloudWatch refuses')).toBeTruthy();
  expect(screen.getByText('No alarm watches these resources.')).toBeTruthy();
});

test('a change shows its settings before and after as text, and follows no unsafe link', async () => {
  const { container } = show({
    'GET /api/workloads/wl_shop/changes': {
      changes: [
        change({
          url: 'javascript:alert(1)',
          diff: [{ path: 'Environment.URL', before: '<b>old</b>', after: null }],
        }),
      ],
    },
  });

  expect(await screen.findByText('<b>old</b>')).toBeTruthy();
  expect(screen.getByText('not set')).toBeTruthy();
  expect(container.querySelector('a[href^="javascript"]')).toBeNull();
});

test('a patch of a hundred thousand lines is cut, and says so', async () => {
  const { container } = show({
    'GET /api/workloads/wl_shop/changes': {
      changes: [change({ patch: Array(100_000).fill('+x').join('\n') })],
    },
  });

  expect(await screen.findByText('Patch (100000 lines)')).toBeTruthy();
  expect(screen.getByText('… 99800 more lines')).toBeTruthy();
  expect(container.querySelectorAll('pre > div').length).toBe(201);
});

test('a diagnosis is started with a question, and its page is next', async () => {
  const user = userEvent.setup({ delay: null });
  const { asked, went } = show({
    'POST /api/workloads/wl_shop/diagnoses': { diagnosisId: 'dia_9', joined: false },
  });
  await user.click(await screen.findByRole('button', { name: 'Diagnose now' }));
  await user.type(screen.getByRole('textbox', { name: /Question/ }), ' why so slow? ');

  await user.click(screen.getByRole('button', { name: 'Start' }));

  await waitFor(() => expect(went.at(-1)).toBe('/diagnoses/dia_9'));
  expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({
    question: 'why so slow?',
  });
});

test('a refused diagnosis says why, and keeps the question', async () => {
  const user = userEvent.setup({ delay: null });
  show({
    'POST /api/workloads/wl_shop/diagnoses': problem({
      status: 429,
      title: 'Too many',
      detail: 'the workload has had its diagnoses of today',
    }),
  });
  await user.click(await screen.findByRole('button', { name: 'Diagnose now' }));
  const question = screen.getByRole('textbox', { name: /Question/ }) as HTMLTextAreaElement;
  await user.type(question, 'why?');

  await user.click(screen.getByRole('button', { name: 'Start' }));

  expect(await screen.findByText('the workload has had its diagnoses of today')).toBeTruthy();
  expect(question.value).toBe('why?');
});

test('it is removed after a question, and not without', async () => {
  const user = userEvent.setup({ delay: null });
  const { asked, went } = show({
    'DELETE /api/workloads/wl_shop': new Response(null, { status: 204 }),
  });
  const removed = () => asked.some(({ method }) => method === 'DELETE');
  await user.click(await screen.findByRole('button', { name: 'Remove' }));
  await user.click(screen.getByRole('button', { name: 'Keep it' }));
  expect(removed()).toBe(false);

  await user.click(screen.getByRole('button', { name: 'Remove' }));
  await user.click(screen.getByRole('button', { name: 'Remove it' }));

  await waitFor(() => expect(went.at(-1)).toBe('/'));
  expect(removed()).toBe(true);
});

test('one part that fails leaves the others', async () => {
  show({
    'GET /api/workloads/wl_shop/changes': problem({ status: 503, title: 'No', detail: 'later' }),
  });

  expect(await screen.findByText('later')).toBeTruthy();
  expect(screen.getByRole('heading', { name: 'Resources and their calls' })).toBeTruthy();
});

test('one of others, and one that is not, are the same', async () => {
  show({ 'GET /api/workloads/wl_shop': problem({ status: 404, title: 'Not found' }) });

  expect(await screen.findByText(/There is no such workload/)).toBeTruthy();
});
