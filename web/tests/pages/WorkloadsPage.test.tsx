// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { DiagnosisSummary, Workload } from '../../src/api/types';
import WorkloadsPage from '../../src/pages/workloads/WorkloadsPage';
import type { Asked } from '../api/server';
import { problem, showPage } from './page';
import { diagnosis, running, workload } from './workloads';

function api(given: {
  workloads: Workload[];
  open?: DiagnosisSummary[];
  ended?: DiagnosisSummary[];
  olderThan?: string;
}) {
  return {
    'GET /api/workloads': { workloads: given.workloads },
    'GET /api/diagnoses': ({ search }: Asked) =>
      search.includes('state=open')
        ? { diagnoses: given.open ?? [] }
        : { diagnoses: given.ended ?? [], next: given.olderThan ?? null },
    'GET /api/workloads/wl_shop': given.workloads[0],
  };
}

test('a workload is shown with its open diagnosis and its last verdict', async () => {
  showPage(WorkloadsPage, {
    api: api({
      workloads: [workload()],
      open: [running({ diagnosisId: 'dia_2' })],
      ended: [diagnosis()],
    }),
  });

  const open = await screen.findByRole('heading', { name: 'Open diagnoses (1)' });
  const panel = open.closest('section') as HTMLElement;
  expect(within(panel).getByText(/checkout-errors/)).toBeTruthy();
  expect((await within(panel).findByRole('link', { name: 'shop' })).getAttribute('href')).toBe(
    '/diagnoses/dia_2',
  );
  expect(screen.getByText('Cause confirmed')).toBeTruthy();
  expect(
    screen.getByRole('link', { name: 'checkout-fn fails since its last deploy' }),
  ).toBeTruthy();
});

test('before the diagnoses are read, no workload is said to be never diagnosed', async () => {
  showPage(WorkloadsPage, {
    api: { ...api({ workloads: [workload()] }), 'GET /api/diagnoses': () => new Promise(() => {}) },
  });

  await screen.findByRole('link', { name: 'shop' });
  expect(screen.queryByText('Never diagnosed')).toBeNull();
});

test('without workloads it says how to register the first', async () => {
  showPage(WorkloadsPage, { api: api({ workloads: [] }) });

  const link = await screen.findByRole('link', { name: 'Register your first workload' });
  expect(link.getAttribute('href')).toBe('/workloads/new');
});

test('a workload without a diagnosis among the newest is asked for its own last one', async () => {
  showPage(WorkloadsPage, {
    api: {
      ...api({ workloads: [workload()], olderThan: 'cursor' }),
      'GET /api/workloads/wl_shop/diagnoses': { diagnoses: [diagnosis({ verdict: 'healthy' })] },
    },
  });

  expect(await screen.findByText('Healthy')).toBeTruthy();
});

test('the next page is asked for with the next of the one before', async () => {
  const { asked } = showPage(WorkloadsPage, {
    api: {
      ...api({ workloads: [] }),
      'GET /api/workloads': ({ search }: Asked) =>
        search.includes('next=')
          ? { workloads: [workload({ workloadId: 'wl_2', name: 'billing' })] }
          : { workloads: [workload()], next: 'web#shop' },
    },
  });

  await userEvent.click(await screen.findByRole('button', { name: 'Show more workloads' }));

  expect(await screen.findByRole('link', { name: 'billing' })).toBeTruthy();
  expect(screen.getByRole('link', { name: 'shop' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Show more workloads' })).toBeNull();
  expect(asked.some(({ search }) => search === '?limit=50&next=web%23shop')).toBe(true);
});

test('a search goes through the pages that are not here yet, and through resources', async () => {
  showPage(WorkloadsPage, {
    api: {
      ...api({ workloads: [] }),
      'GET /api/workloads': ({ search }: Asked) =>
        search.includes('next=')
          ? {
              workloads: [
                workload({
                  workloadId: 'wl_2',
                  name: 'billing',
                  resources: [{ name: 'invoices-queue', type: 'sqs' }],
                }),
              ],
            }
          : { workloads: [workload()], next: 'more' },
    },
  });

  await userEvent.type(await screen.findByRole('searchbox'), 'invoices');

  expect(await screen.findByRole('link', { name: 'billing' })).toBeTruthy();
  await waitFor(() => expect(screen.queryByRole('link', { name: 'shop' })).toBeNull());
});

test('a name that would turn the text around or hide in it is shown as what it is', async () => {
  const name = 'shop\u202egnp.exe<img src=x onerror=alert(1)>';
  const { container } = showPage(WorkloadsPage, { api: api({ workloads: [workload({ name })] }) });

  const link = await screen.findByRole('link', { name: /shop/ });
  expect(link.textContent).toBe('shop‹U+202E›gnp.exe<img src=x onerror=alert(1)>');
  expect(container.querySelector('img')).toBeNull();
});

test('a list that fails is told in words, and can be tried again', async () => {
  let isBroken = true;
  showPage(WorkloadsPage, {
    api: {
      ...api({ workloads: [] }),
      'GET /api/workloads': () =>
        isBroken
          ? problem({ status: 503, title: 'Unavailable', detail: 'the table does not answer' })
          : { workloads: [workload()] },
    },
  });

  expect(await screen.findByText('the table does not answer')).toBeTruthy();
  isBroken = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

  expect(await screen.findByRole('link', { name: 'shop' })).toBeTruthy();
});
