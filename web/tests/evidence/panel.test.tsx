// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../../src/api/errors';
import type { RawEvidence, Recheck } from '../../src/api/types';
import { EvidenceChip } from '../../src/evidence/EvidenceChip';
import { EvidencePanel } from '../../src/evidence/EvidencePanel';
import type { EvidenceSource } from '../../src/evidence/source';
import { evidenceOf, foundBy, recorded, sourceOf } from './recorded';

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({
    matches: true,
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(source: EvidenceSource, more: Partial<Parameters<typeof EvidencePanel>[0]> = {}) {
  return render(
    <QueryClientProvider
      client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}
    >
      <EvidencePanel source={source} evidenceId="evd_1" onClose={() => {}} {...more} />
    </QueryClientProvider>,
  );
}

const shown = (found: RawEvidence, more = {}) => open(sourceOf(found), more);

test('a chip is named for those who do not see its number, and opens its evidence', () => {
  const onOpen = vi.fn();
  render(<EvidenceChip evidenceId="evd_1" number={3} title="search_logs" onOpen={onOpen} />);

  fireEvent.click(screen.getByRole('button', { name: 'Evidence 3: search_logs' }));

  expect(onOpen).toHaveBeenCalledWith('evd_1');
});

test('the panel says what was asked, over which window, and that it is intact', async () => {
  const found = foundBy('search_logs');
  shown(found, { region: 'eu-west-1' });

  const panel = await screen.findByRole('dialog', { name: 'Evidence: search_logs' });
  await within(panel).findByText('intact');
  expect(panel.textContent).toContain(found.evidence.sha256);
  expect(panel.textContent).toContain('2026-11-21 18:59:');
  expect(
    within(panel)
      .getByRole('link', { name: /in CloudWatch/ })
      .getAttribute('rel'),
  ).toBe('noopener noreferrer');
});

test('quoted words are marked in the excerpt', async () => {
  shown(evidenceOf('search_logs', null, { excerpt: 'It was Access Denied for x' }), {
    quoted: ['access denied'],
  });

  const mark = await screen.findByText('Access Denied');
  expect(mark.tagName).toBe('MARK');
});

test('what was changed in storage is said', async () => {
  shown({ ...evidenceOf('search_logs', { lines: [] }), intact: false });

  expect((await screen.findByRole('alert')).textContent).toContain('not what was found');
});

test.each(Object.values(recorded.evidence).map((found) => [found.evidence.tool, found] as const))(
  'a real result of %s is shown',
  async (_, found) => {
    shown(found);

    await screen.findByText('Raw result');
    expect(screen.queryByRole('alert')).toBeNull();
  },
);

test('evidence that has expired or is of others is a plain sentence, and its record stays', async () => {
  const { evidence } = evidenceOf('search_logs', null);
  const gone: EvidenceSource = {
    key: 'gone',
    fetch: async () => {
      throw new ApiError(404, 'Not found', 'The raw result has expired.', false);
    },
    recheck: async () => {
      throw new Error('not asked for');
    },
  };
  open(gone, { known: evidence });

  expect((await screen.findByText(/not kept any more/)).textContent).toContain('has expired');
  expect(screen.getByText('what was found')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Ask again/ })).toBeNull();
});

const RECHECK: Recheck = {
  evidenceId: 'evd_1',
  tool: 'search_logs',
  outcome: 'changed',
  intact: true,
  window: { start: '2026-11-29T14:00:00Z', end: '2026-11-29T14:30:00Z' },
  checkedAt: '2026-11-29T15:00:00Z',
  // biome-ignore lint/suspicious/noThenProperty: the API calls it so
  then: { outcome: 'success', sha256: 'a', counts: { lines: 2 } },
  now: { outcome: 'success', sha256: 'b', counts: { lines: 3 } },
  summary: 'The query gives another result now.',
  diff: '--- then\n+++ now\n@@ -1 +1 @@\n-two\n+<b>three</b>',
};

test.each([
  ['same', 'The same'],
  ['changed', 'Changed'],
  ['gone', 'Gone'],
  ['failed', 'Not answered'],
  ['not-repeatable', 'Not repeatable'],
] as const)('asked again, %s is said as "%s"', async (outcome, words) => {
  open(sourceOf(evidenceOf('search_logs', { lines: [] }), { ...RECHECK, outcome }));

  fireEvent.click(await screen.findByRole('button', { name: 'Ask again and compare' }));

  expect(await screen.findByText(words)).toBeTruthy();
  expect(screen.getByText(RECHECK.summary)).toBeTruthy();
});

test('what is other now is a coloured diff, of text alone', async () => {
  const { baseElement } = open(sourceOf(evidenceOf('search_logs', { lines: [] }), RECHECK));
  fireEvent.click(await screen.findByRole('button', { name: 'Ask again and compare' }));

  expect((await screen.findByText('+<b>three</b>')).className).toContain('text-good');
  expect(screen.getByText('-two').className).toContain('text-bad');
  expect(screen.getByRole('row', { name: 'lines 2 3' })).toBeTruthy();
  expect(baseElement.querySelector('b')).toBeNull();
});

test('a recheck that is refused is told, and may be tried again', async () => {
  const refused = new ApiError(429, 'Too many requests', 'Wait a little.', true, 30);
  open(sourceOf(evidenceOf('search_logs', { lines: [] }), refused));

  fireEvent.click(await screen.findByRole('button', { name: 'Ask again and compare' }));

  expect((await screen.findByRole('alert')).textContent).toContain('It may work in 30 s.');
});

const lines = (...messages: string[]) => ({
  truncated: false,
  lines: messages.map((message) => ({ at: '2026-11-29T14:00:00.123Z', message, logGroup: '/a' })),
});

test('hostile text is inert: HTML, bidi and control signs, script addresses', async () => {
  const hostile = '<img src=x onerror=alert(1)> \u202egnp.exe \u001b[31mred\u0000';
  const raw = lines(hostile, JSON.stringify({ level: 'error', msg: hostile, [hostile]: hostile }));
  const { baseElement } = shown(
    evidenceOf('search_logs', raw, { excerpt: hostile, query: { pattern: hostile } }),
    { quoted: [hostile], region: 'eu-west-1' },
  );
  await screen.findByText('2 lines');

  expect(baseElement.querySelector('img')).toBeNull();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be left
  expect(baseElement.textContent).not.toMatch(/[\u0000-\u0008\u001b\u202e]/);
  expect(baseElement.textContent).toContain('‹U+202E›gnp.exe');
});

test('a change with an address that is no web address has no link', async () => {
  const change = {
    changeId: 'chg_1',
    at: '2026-11-29T14:00:00Z',
    kind: 'configuration',
    resource: 'orders',
    summary: 's',
    diff: [{ path: 'TIMEOUT', before: '30', after: '3' }],
    source: 'feed',
    url: 'javascript:alert(1)',
  };
  shown(evidenceOf('list_changes', { changes: [change] }));

  expect((await screen.findByText('-TIMEOUT: 30')).className).toContain('text-bad');
  expect(screen.queryByRole('link')).toBeNull();
});

test('a line of 100 KB is cut short, and shown whole when asked for', async () => {
  const { baseElement } = shown(evidenceOf('search_logs', lines('x'.repeat(100_000))));

  const whole = await screen.findByRole('button', { name: 'Show the whole line' });
  expect(baseElement.textContent?.length).toBeLessThan(6_000);
  fireEvent.click(whole);
  expect(baseElement.textContent?.length).toBeGreaterThan(100_000);
});

test('of 10,000 lines only the first are laid out, and all are searched', async () => {
  const many = Array.from({ length: 10_000 }, (_, place) => `line ${place} of many`);
  shown(evidenceOf('search_logs', lines(...many)));

  await screen.findByText('10,000 lines');
  expect(screen.getAllByRole('row').length).toBeLessThan(300);

  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'LINE 9876 ' } });
  expect(await screen.findByText('line 9876 of many')).toBeTruthy();
  expect(screen.getByText('1 of 10,000 lines')).toBeTruthy();
});
