// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ApiError } from '../../src/api/errors';
import type { EvidenceSource } from '../../src/evidence/source';
import { TimeAxis } from '../../src/evidence/TimeAxis';
import { newDiagnosis } from '../../src/fold/diagnosis';
import { recorded } from './recorded';

// uPlot draws on a canvas, which jsdom has not.
vi.mock('../../src/evidence/charts/Plot', () => ({ default: () => null }));

afterEach(cleanup);

const source: EvidenceSource = {
  key: 'recorded',
  fetch: async (id) => {
    const found = recorded.evidence[id];
    if (found === undefined) {
      throw new ApiError(404, 'Not found', 'It has expired.', false);
    }
    return found;
  },
  recheck: async () => {
    throw new Error('not asked for');
  },
};

function shown(more: Partial<Parameters<typeof TimeAxis>[0]> = {}) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={queries}>
      <TimeAxis state={recorded.state} source={source} {...more} />
    </QueryClientProvider>,
  );
}

test('a marker says what happened when, and opens its evidence', async () => {
  const onOpen = vi.fn();
  shown({ onOpen });

  const cause = await screen.findByRole('button', { name: /named as the cause/ });
  expect(cause.getAttribute('aria-label')).toContain('18:57:36 UTC. parcel-labels: permission');
  fireEvent.click(cause);

  const id = recorded.state.evidence.find(({ tool }) => tool === 'list_changes')?.id;
  expect(onOpen).toHaveBeenCalledWith(id);
});

test('the cursor moves by keyboard and reads the values of every chart', async () => {
  shown();

  const cursor = await screen.findByRole('slider', { name: 'Moment on the time axis' });
  fireEvent.change(cursor, { target: { value: Date.parse('2026-11-21T19:02:00Z') } });

  expect(cursor.getAttribute('aria-valuetext')).toMatch(
    /^2026-11-21 19:02:00 UTC\. .*5XXError \(Sum\) of parcels-rest: 100\./,
  );
});

test('all of it can be read as a table, gaps as no data', async () => {
  shown();
  fireEvent.click(await screen.findByRole('button', { name: 'Show as table' }));

  const table = screen.getByRole('table');
  expect(within(table).getAllByRole('columnheader').length).toBeGreaterThan(4);
  expect(within(table).getAllByText('no data').length).toBeGreaterThan(0);
  expect(screen.getByText(/The symptom began between/)).toBeTruthy();
});

test('what is not kept any more is said, and the rest is drawn', async () => {
  const metrics = recorded.state.evidence.find(({ tool }) => tool === 'query_metrics')?.id;
  const partly: EvidenceSource = {
    ...source,
    key: 'partly',
    fetch: (id) => source.fetch(id === metrics ? 'gone' : id),
  };
  shown({ source: partly });

  expect(await screen.findByText(/not kept any more/)).toBeTruthy();
  expect(await screen.findByText('Error lines (count) of depot-desk')).toBeTruthy();
});

test('a diagnosis that has just begun has a sentence instead', () => {
  shown({ state: newDiagnosis('dgn_1').state });

  expect(screen.getByText(/Nothing with a time on it/)).toBeTruthy();
});

test('the day before is read from CloudWatch on request, in the place of what is kept', async () => {
  const window = recorded.state.window ?? { start: '', end: '' };
  const start = new Date(Date.parse(window.start) - 86_400_000).toISOString();
  const series = vi.fn<NonNullable<EvidenceSource['series']>>(async (evidenceId) => ({
    evidenceId,
    tool: 'query_metrics',
    source: 'cloudwatch',
    window,
    start,
    periodSeconds: 300,
    leftOff: 0,
    series: [
      {
        resource: 'parcels-rest',
        namespace: 'AWS/ApiGateway',
        metric: '5XXError',
        statistic: 'Sum',
        values: [77, null],
        isAlarmed: true,
      },
    ],
  }));
  shown({ source: { ...source, key: 'wide', series } });
  fireEvent.click(await screen.findByRole('button', { name: 'Read the day before' }));

  const cursor = await screen.findByRole('slider', { name: 'Moment on the time axis' });
  await waitFor(() => expect(Number(cursor.getAttribute('min'))).toBe(Date.parse(start)));
  expect(cursor.getAttribute('aria-valuetext')).toContain('5XXError (Sum) of parcels-rest: 77.');
  expect(series.mock.lastCall?.[1]).toMatchObject({ start, end: window.end });
  expect(screen.queryByRole('button', { name: 'Read the day before' })).toBeNull();
});

test('where the day before cannot be read the reason is said, and the rest stays', async () => {
  const refused = async () => {
    throw new ApiError(429, 'Too many requests', 'Wait a little.', true, 30);
  };
  shown({ source: { ...source, key: 'refused', series: refused } });
  fireEvent.click(await screen.findByRole('button', { name: 'Read the day before' }));

  expect((await screen.findByRole('alert')).textContent).toContain('Wait a little.');
  expect(screen.getByText('Error lines (count) of depot-desk')).toBeTruthy();
});
