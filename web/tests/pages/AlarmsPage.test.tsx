// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { HeardAlarmView } from '../../src/api/types';
import AlarmsPage from '../../src/pages/alarms/AlarmsPage';
import type { Asked } from '../api/server';
import { problem, showPage } from './page';
import { workload } from './workloads';

function heard(given: Partial<HeardAlarmView> = {}): HeardAlarmView {
  return {
    name: 'checkout-errors',
    changedAt: '2026-11-29T12:00:00.000Z',
    at: '2026-11-29T12:00:01.000Z',
    reason: 'Threshold Crossed',
    outcome: 'started',
    workloadId: 'wl_shop',
    project: 'web',
    diagnosisId: 'dia_1',
    ...given,
  };
}

function unmatched(given: Partial<HeardAlarmView> = {}): HeardAlarmView {
  const { workloadId: _, project: __, diagnosisId: ___, ...alarm } = heard();
  return { ...alarm, outcome: 'unmatched', why: 'no workload lists it', ...given };
}

function show(alarms: HeardAlarmView[] | ((asked: Asked) => unknown), at = '/alarms') {
  return showPage(AlarmsPage, {
    at,
    api: {
      'GET /api/alarms': typeof alarms === 'function' ? alarms : { alarms },
      'GET /api/workloads/wl_shop': workload(),
    },
  });
}

test('an alarm that started a diagnosis leads to it and to its workload', async () => {
  show([heard()]);

  const link = await screen.findByRole('link', { name: 'Open the diagnosis' });
  expect(link.getAttribute('href')).toBe('/diagnoses/dia_1');
  expect(await screen.findByRole('link', { name: 'shop' })).toBeTruthy();
});

test('one that no workload claims says why, and how to register one with it', async () => {
  show([unmatched({ name: 'a b/c?d' })]);

  expect(await screen.findByText('Why: no workload lists it')).toBeTruthy();
  const link = screen.getByRole('link', { name: 'Register a workload with this alarm' });
  expect(link.getAttribute('href')).toBe('/workloads/new?alarm=a%20b%2Fc%3Fd');
});

test('one that was given up says why and what can be done', async () => {
  show([heard({ outcome: 'given-up', diagnosisId: null, why: 'the table did not answer' })]);

  expect(await screen.findByText('Why: the table did not answer')).toBeTruthy();
  expect(screen.getByText(/queue of failed events/)).toBeTruthy();
});

test('the filter is in the address, and leaves what became of each', async () => {
  show([heard(), unmatched({ name: 'cart-errors' })], '/alarms?outcome=unmatched');

  expect(await screen.findByText('cart-errors')).toBeTruthy();
  expect(screen.queryByText('checkout-errors')).toBeNull();
  expect(screen.getByText('1 of the newest 2')).toBeTruthy();
  await userEvent.selectOptions(
    screen.getByRole('combobox', { name: 'What became of it' }),
    'Everything',
  );
  expect(await screen.findByText('checkout-errors')).toBeTruthy();
});

test('older ones come by the next of the page', async () => {
  const { asked } = show(({ search }) =>
    search.includes('before=')
      ? { alarms: [heard({ name: 'older' })] }
      : { alarms: [heard()], next: '2026#x' },
  );

  await userEvent.click(await screen.findByRole('button', { name: 'Show more alarms' }));

  expect(await screen.findByText('older')).toBeTruthy();
  expect(asked.some(({ search }) => search === '?limit=50&before=2026%23x')).toBe(true);
});

test('text of CloudWatch and of people is inert', async () => {
  const { container } = show([
    unmatched({ name: '\u202e<script>x', reason: '<img src=x onerror=alert(1)>', why: '\u0007' }),
  ]);

  await waitFor(() => expect(screen.getByText('‹U+202E›<script>x')).toBeTruthy());
  expect(screen.getByText('Why: ‹U+0007›')).toBeTruthy();
  expect(container.querySelector('img, script')).toBeNull();
});

test('no alarm yet says where alarms come from; a failure says what is wrong', async () => {
  const { unmount } = show([]);
  expect(await screen.findByText(/No alarm was heard yet/)).toBeTruthy();
  unmount();

  show(() => problem({ status: 403, title: 'Not allowed', detail: 'you belong to no project' }));
  expect(await screen.findByText('you belong to no project')).toBeTruthy();
});
