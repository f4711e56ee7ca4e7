// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { RawEvidence } from '../../src/api/types';
import { BaselineComparison } from '../../src/evidence/BaselineComparison';
import { newDiagnosis } from '../../src/fold/diagnosis';
import { evidenceOf, sourceOf } from './recorded';

afterEach(cleanup);

const HOSTILE = '<img src=x onerror=alert(1)>\u202e';
const contrast = {
  resource: 'orders',
  by: 'request',
  failing: 20,
  others: 400,
  fields: [
    {
      name: 'version',
      distinct: 2,
      values: [
        { value: '3.5.0', failing: 20, others: 40 },
        { value: HOSTILE, failing: 0, others: 360 },
      ],
    },
    { name: 'errorType', distinct: 1, values: [{ value: 'KeyError', failing: 20, others: 0 }] },
  ],
  leftOut: [{ name: 'orderId', reason: 'mostly-unique' }],
};

function shown(found: RawEvidence, onOpen = (_: string) => {}) {
  const state = { ...newDiagnosis('dgn_1').state, evidence: [found.evidence] };
  return render(
    <QueryClientProvider client={new QueryClient()}>
      <BaselineComparison state={state} source={sourceOf(found)} onOpen={onOpen} />
    </QueryClientProvider>,
  );
}

test('a value is shown with its share of both sides, in words, too', async () => {
  const onOpen = vi.fn();
  shown(evidenceOf('get_log_patterns', { patterns: [], contrasts: [contrast] }), onOpen);

  const row = await screen.findByRole('row', { name: /^version/ });
  expect(within(row).getByText(/100 % of failing/).textContent).toContain('(20)');
  expect(within(row).getByText(/10 % of the others/).textContent).toContain('(40)');
  expect(screen.getByText(/20 requests failed in the window; 400 did not/)).toBeTruthy();
  expect(screen.getByText(/Only failing requests have these fields/)).toBeTruthy();
  expect(screen.getByText(/most values come only once/)).toBeTruthy();

  fireEvent.click(screen.getByRole('button', { name: 'Open the evidence' }));
  expect(onOpen).toHaveBeenCalledWith('evd_1');
});

test('the other values are shown on request, and are text', async () => {
  const { baseElement } = shown(
    evidenceOf('get_log_patterns', { patterns: [], contrasts: [contrast] }),
  );
  fireEvent.click(await screen.findByRole('button', { name: 'More values of version' }));

  expect(screen.getByText('<img src=x onerror=alert(1)>‹U+202E›')).toBeTruthy();
  expect(baseElement.querySelector('img')).toBeNull();
});

test('of several resources one is chosen', async () => {
  const other = { ...contrast, resource: 'carts', by: 'line', failing: 3 };
  shown(evidenceOf('get_log_patterns', { patterns: [], contrasts: [contrast, other] }));
  fireEvent.change(await screen.findByRole('combobox', { name: 'Resource' }), {
    target: { value: 'carts' },
  });

  expect(screen.getByText(/3 lines failed in the window/)).toBeTruthy();
});

test('where nothing can be compared a sentence says what is needed', async () => {
  shown(evidenceOf('get_log_patterns', { patterns: [], contrasts: [] }));
  expect(await screen.findByText(/cannot be compared: that needs failing lines/)).toBeTruthy();
  cleanup();

  shown(evidenceOf('query_metrics', {}));
  expect(screen.getByText('No log lines have been read yet.')).toBeTruthy();
});
