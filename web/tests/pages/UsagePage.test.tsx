// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { UsagePage as Usage, UsageLine } from '../../src/api/types';
import { usageCsv } from '../../src/pages/usage/csv';
import { dollars } from '../../src/pages/usage/figures';
import { daysOf } from '../../src/pages/usage/periods';
import UsagePage from '../../src/pages/usage/UsagePage';
import { problem, showPage } from './page';
import { workload } from './workloads';

const ME = {
  user: 'ada',
  projects: ['web'],
  sessions: { limit: 20, used: 3, left: 17, resetsAt: '2026-11-29T13:00:00.000Z' },
  messagesPerSession: 100,
  budgets: [
    {
      project: 'web',
      limitTokens: 1_000_000,
      usedTokens: 10,
      leftTokens: 999_990,
      limitUsd: 100,
      usedUsd: 12.5,
      leftUsd: 87.5,
      resetsAt: '2026-11-30T00:00:00.000Z',
    },
  ],
};

function line(key: string, given: Partial<UsageLine> = {}): UsageLine {
  return {
    key,
    calls: 2,
    inputTokens: 1000,
    outputTokens: 100,
    cachedTokens: 10,
    costUsd: 1.5,
    knownCostUsd: 1.5,
    unpricedCalls: 0,
    awsRequests: 62,
    bytesScanned: 1_250_000_000,
    ...given,
  };
}

function usage(lines: UsageLine[], given: Partial<Usage> = {}): Usage {
  const total = lines[0] ?? line('none', { calls: 0 });
  return { from: '2026-11-23', to: '2026-11-29', by: 'workload', lines, total, ...given };
}

function show(answer: unknown, at = '/usage') {
  return showPage(UsagePage, {
    at,
    api: {
      'GET /api/me': ME,
      'GET /api/usage': answer,
      'GET /api/workloads': { workloads: [workload()] },
      'GET /api/sessions': { sessions: [] },
    },
  });
}

async function row(name: string | RegExp): Promise<HTMLElement> {
  return (await screen.findByRole('rowheader', { name })).closest('tr') as HTMLElement;
}

test('a workload is told by its name and leads to its diagnoses', async () => {
  show(usage([line('wl_shop')]));

  const link = await screen.findByRole('link', { name: 'shop' });
  expect(link.getAttribute('href')).toBe('/diagnoses?workload=wl_shop');
  expect(within(await row('shop')).getByText('$1.50')).toBeTruthy();
});

test('an unknown cost is said to be unknown, and never zero', async () => {
  show(
    usage([
      line('wl_a', { costUsd: null, knownCostUsd: 1.5, unpricedCalls: 1 }),
      line('wl_b', { costUsd: null, knownCostUsd: 0, unpricedCalls: 2 }),
    ]),
  );

  const partly = within(await row('wl_a'));
  expect(partly.getByText('at least $1.50')).toBeTruthy();
  expect(partly.getByText('the price of 1 call is unknown')).toBeTruthy();
  const wholly = within(await row('wl_b'));
  expect(wholly.getByText('unknown')).toBeTruthy();
  expect(wholly.queryByText(/\$0/)).toBeNull();
});

test('the period and what it is summed by are in the address and in the request', async () => {
  const { asked } = show(
    usage([], { by: 'model' }),
    '/usage?by=model&period=custom&from=2026-11-01',
  );

  expect(await screen.findByText(/Nothing was used/)).toBeTruthy();
  const search = asked.find(({ path }) => path === '/api/usage')?.search;
  expect(search).toBe('?by=model&from=2026-11-01');
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Period' }), 'Today');
  const { from, to } = daysOf('today');
  await waitFor(() =>
    expect(asked.some((each) => each.search === `?by=model&from=${from}&to=${to}`)).toBe(true),
  );
});

test('what alarms cost leads to diagnoses, one’s own to one’s chats, others’ nowhere', async () => {
  show(usage([line('cloudwatch'), line('ada'), line('bob')], { by: 'user' }), '/usage?by=user');

  expect((await screen.findByRole('link', { name: 'Alarms' })).getAttribute('href')).toBe(
    '/diagnoses',
  );
  expect(screen.getByRole('link', { name: 'ada (you)' }).getAttribute('href')).toBe('#chats');
  expect(within(await row('bob')).queryByRole('link')).toBeNull();
});

test('what tools asked of AWS stands in every line and in the total', async () => {
  show(usage([line('wl_shop')]));

  for (const name of ['shop', 'Total']) {
    const cells = within(await row(name));
    expect(cells.getByText('62')).toBeTruthy();
    expect(cells.getByText('1.3 GB')).toBeTruthy();
  }
  expect(screen.getByText(/62 requests to AWS, 1.3 GB scanned/)).toBeTruthy();
});

test('what no model did is told to be so', async () => {
  show(
    usage([line('acme/large'), line('tools', { calls: 0 })], { by: 'model' }),
    '/usage?by=model',
  );

  expect(await row('No model')).toBeTruthy();
  expect(await row('acme/large')).toBeTruthy();
});

test('a day leads to its workloads', async () => {
  show(usage([line('2026-11-23')], { by: 'day' }), '/usage?by=day');

  const link = await screen.findByRole('link', { name: '2026-11-23' });
  expect(link.getAttribute('href')).toBe(
    '/usage?by=workload&period=custom&from=2026-11-23&to=2026-11-23',
  );
});

test('what is left of the limits is told with when each begins anew', async () => {
  show(usage([]));

  expect(await screen.findByText('17 of 20 left')).toBeTruthy();
  expect(screen.getByText('$87.50 of $100.00 left')).toBeTruthy();
  expect(screen.getAllByText(/Begins anew at/)).toHaveLength(3);
});

test('days that are wrong are named', async () => {
  show(
    problem({
      status: 400,
      title: 'The request is not valid',
      detail: 'from: must not be after to',
      errors: [{ field: 'from', error: 'must not be after to' }],
    }),
    '/usage?period=custom&from=2026-11-02&to=2026-11-01',
  );

  expect(await screen.findByText('from: must not be after to')).toBeTruthy();
});

test('the CSV has an empty cell for an unknown cost, and no formula of others', () => {
  const csv = usageCsv(
    usage([line('=cmd()', { costUsd: null, unpricedCalls: 1 }), line('a,"b"')], { by: 'user' }),
    (key) => key,
  );

  expect(csv.split('\r\n')).toEqual([
    'user,name,calls,input tokens,output tokens,cached tokens,cost (USD),known cost (USD),calls of unknown price,requests to AWS,bytes scanned',
    "'=cmd(),'=cmd(),2,1000,100,10,,1.5,1,62,1250000000",
    '"a,""b""","a,""b""",2,1000,100,10,1.5,1.5,0,62,1250000000',
    '',
  ]);
});

test('small amounts keep the places that say something', () => {
  expect([0, 0.0042, 0.000003, 0.05, 0.999, 1234.5].map(dollars)).toEqual([
    '$0.00',
    '$0.0042',
    '$0.000003',
    '$0.050',
    '$1.00',
    '$1,234.50',
  ]);
});

test('periods are whole days of UTC', () => {
  const now = new Date('2026-03-01T00:30:00Z');

  expect(daysOf('7d', now)).toEqual({ from: '2026-02-23', to: '2026-03-01' });
  expect(daysOf('last-month', now)).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  expect(daysOf('month', now)).toEqual({ from: '2026-03-01', to: '2026-03-01' });
});
