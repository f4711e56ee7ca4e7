// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { DiagnosisSummary } from '../../src/api/types';
import DiagnosesPage from '../../src/pages/diagnoses/DiagnosesPage';
import type { Asked } from '../api/server';
import { problem, showPage } from './page';

afterEach(() => {
  vi.useRealTimers();
});

function diagnosis(number: number, parts: Partial<DiagnosisSummary> = {}): DiagnosisSummary {
  return {
    diagnosisId: `dgn_${number}`,
    workloadId: 'wkl_1',
    project: 'shop',
    status: 'concluded',
    startedAt: `2026-11-29T12:${String(number).padStart(2, '0')}:00.000Z`,
    alarm: `alarm ${number}`,
    verdict: 'likely',
    confidence: 0.8,
    summary: `summary ${number}`,
    feedback: { useful: 0, wrong: 0 },
    ...parts,
  };
}

const WORKLOADS = { workloads: [{ workloadId: 'wkl_1', name: 'checkout' }] };

function show(list: (asked: Asked) => unknown, at = '/diagnoses') {
  return showPage(DiagnosesPage, {
    at,
    api: { 'GET /api/workloads': WORKLOADS, 'GET /api/diagnoses': list },
  });
}

const titles = () =>
  screen.queryAllByRole('article').map((row) => row.querySelector('h2')?.textContent);

test('each has its verdict, workload, confidence and a link', async () => {
  const { container } = show(() => ({ diagnoses: [diagnosis(2), diagnosis(1, { alarm: null })] }));

  await screen.findByText('alarm 2');
  const [first, second] = container.querySelectorAll('article');
  await waitFor(() => expect(first?.textContent).toContain('checkout'));
  expect(first?.textContent).toMatch(/Cause likely.*alarm 2.*80 %.*summary 2/);
  expect(first?.querySelector('a')?.getAttribute('href')).toBe('/diagnoses/dgn_2');
  expect(second?.textContent).toContain('Asked by a person');
});

test('what is chosen is asked of the API and kept in the address', async () => {
  const { asked, went } = show(() => ({ diagnoses: [diagnosis(1)] }));
  await screen.findByText('alarm 1');

  fireEvent.click(screen.getByText('Open'));
  await waitFor(() => expect(went?.at(-1)).toBe('/diagnoses?state=open'));
  fireEvent.change(screen.getByLabelText('Verdict'), { target: { value: 'healthy' } });
  await waitFor(() => expect(went?.at(-1)).toBe('/diagnoses?state=open&verdict=healthy'));

  const searches = asked
    .filter(({ path }) => path === '/api/diagnoses')
    .map(({ search }) => search);
  await waitFor(() =>
    expect(
      asked.some(({ search }) => /state=open/.test(search) && /verdict=healthy/.test(search)),
    ).toBe(true),
  );
  expect(searches[0]).not.toContain('state=');
});

test('an address with a choice shows it, and a wrong one is left out', async () => {
  const { asked } = show(
    () => ({ diagnoses: [diagnosis(1)] }),
    '/diagnoses?state=ended&workload=wkl_1&verdict=nonsense',
  );
  await screen.findByText('alarm 1');

  expect(screen.getByText('Ended').getAttribute('aria-pressed')).toBe('true');
  const search = asked.find(({ path }) => path === '/api/diagnoses')?.search ?? '';
  expect(search).toContain('state=ended');
  expect(search).toContain('workload=wkl_1');
  expect(search).not.toContain('nonsense');
});

test('earlier ones come below', async () => {
  show(({ search }) =>
    search.includes('before=dgn_2')
      ? { diagnoses: [diagnosis(1)] }
      : { diagnoses: [diagnosis(3), diagnosis(2)], next: 'dgn_2' },
  );
  await screen.findByText('alarm 3');

  fireEvent.click(screen.getByText('Show more diagnoses'));

  await screen.findByText('alarm 1');
  expect(titles()).toEqual(['alarm 3', 'alarm 2', 'alarm 1']);
});

test('a row follows its diagnosis, and new ones wait until they are asked for', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  let list = [diagnosis(1, { status: 'running', verdict: null, summary: null })];
  show(() => ({ diagnoses: list }));
  await screen.findByText('Diagnosing now');

  list = [diagnosis(2), diagnosis(1)];
  await vi.advanceTimersByTimeAsync(5_000);
  const row = () => screen.getByRole('article').textContent;
  await waitFor(() => expect(row()).toContain('Cause likely'));
  expect(titles()).toEqual(['alarm 1']);

  fireEvent.click(await screen.findByText('Show 1 new diagnosis'));
  await waitFor(() => expect(titles()).toEqual(['alarm 2', 'alarm 1']));
  await waitFor(() => expect(screen.queryByText(/Show 1 new/)).toBeNull());
});

test('the first one of all is shown as soon as it has begun', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  let list: DiagnosisSummary[] = [];
  show(() => ({ diagnoses: list }));
  await screen.findByText(/There are none yet/);

  list = [diagnosis(1)];
  await vi.advanceTimersByTimeAsync(21_000);

  await waitFor(() => expect(titles()).toEqual(['alarm 1']));
  expect(screen.queryByText(/There are none yet/)).toBeNull();
});

test('none, none that match, and a list that fails are told in words', async () => {
  const { unmount } = show(() => ({ diagnoses: [] }));
  await screen.findByText(/There are none yet/);
  unmount();

  const second = show(() => ({ diagnoses: [] }), '/diagnoses?state=open');
  await screen.findByText(/No diagnosis matches/);
  second.unmount();

  show(() => problem({ status: 500, title: 'Failed', detail: 'The table does not answer.' }));
  await screen.findByText('The table does not answer.');
});

test('one that is queued says how many start before it', async () => {
  const waits = (seq: number, queuePlace: number) =>
    diagnosis(seq, { status: 'queued', queuePlace, verdict: null, summary: null });
  show(() => ({ diagnoses: [waits(2, 3), waits(1, 1)] }));

  expect(await screen.findByText('Queued: 2 before it')).toBeTruthy();
  expect(screen.getByText('Queued: next')).toBeTruthy();
});
