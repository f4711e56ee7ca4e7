// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import fc from 'fast-check';
import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { afterEach, expect, test } from 'vitest';
import { type DiagnosisView, foldDiagnosis, newDiagnosis } from '../../../src/fold/diagnosis';
import { code, escaped, markdownOf } from '../../../src/pages/diagnosis/markdown';
import type { Event, Finding } from '../../../src/stream/events';
import { diagnosisRecording } from '../../fold/recordings';

const ADDRESS = 'https://casebook.example/diagnoses/dgn_1';
const { events: EVENTS } = diagnosisRecording('diagnosis');

afterEach(cleanup);

function viewOf(events: readonly Event[]): DiagnosisView {
  return foldDiagnosis(newDiagnosis('dgn_1'), events);
}

function rendered(markdown: string): HTMLElement {
  return render(<ReactMarkdown remarkPlugins={[remarkGfm]}>{markdown}</ReactMarkdown>).container;
}

const HOSTILE = [
  '<img src=x onerror=alert(1)><script>go()</script>',
  '![a picture](https://evil.example/x.png)',
  '[press here](javascript:alert(1))',
  'see https://evil.example/a and www.evil.example and ann@evil.example',
  '# A heading\n\n---\n\n1. one\n- two\n> quoted',
  '**bold** _slanted_ ~~struck~~ | a | b |\n|---|---|\n',
  '`` ` `` and ``` a fence\n```\n# out of it',
  '&lt;b&gt; \\* \\',
  '[^1] [x]: https://evil.example',
];

test('the whole report is there, from its verdict to its evidence', () => {
  const page = rendered(markdownOf(viewOf(EVENTS), ADDRESS));

  const titles = [...page.querySelectorAll('h2')].map(({ textContent }) => textContent);
  expect(page.querySelector('h1')?.textContent).toBe('Diagnosis: front-page-5xx');
  expect(titles).toEqual([
    'Errors',
    'What to do',
    'Ruled out',
    'Timeline',
    'Hypotheses',
    'Findings',
    'Evidence',
  ]);
  expect(page.textContent).toContain(
    'Cause likely · confidence 80 % · since 2026-11-21 18:58:36 UTC',
  );
  expect(page.textContent).toContain('aws logs tail /ecs/page-renderer --since 10m --follow');
  expect(page.textContent).toContain('"pid": 1, "hostname": "renderer-7d9"');
});

test("rows of the team's own knowledge that had a part in it are named as code", () => {
  const concluded = EVENTS.map((event) =>
    event.type === 'diagnosis-concluded'
      ? {
          ...event,
          data: {
            ...event.data,
            result: { ...event.data.result, teamRows: [{ table: 'sign', name: 'lane-`full`' }] },
          },
        }
      : event,
  );
  const page = rendered(markdownOf(viewOf(concluded), ADDRESS));

  const titles = [...page.querySelectorAll('h2')];
  const title = titles.find(({ textContent }) => textContent === "From the team's knowledge");
  expect(title?.nextElementSibling?.textContent?.trim()).toBe('sign lane-`full`');
});

test('citations lead to their evidence, findings to their claim', () => {
  const view = viewOf(EVENTS);
  const page = rendered(markdownOf(view, ADDRESS));

  const targets = [...page.querySelectorAll('a')].map((link) => link.getAttribute('href') ?? '');
  for (const { id } of view.state.evidence) {
    expect(targets).toContain(`${ADDRESS}#evidence-${id}`);
  }
  for (const { id } of view.state.findings) {
    expect(targets).toContain(`${ADDRESS}#claim-${id}`);
  }
  expect(targets.filter((target) => !target.startsWith(ADDRESS))).toEqual([]);
});

test.each(HOSTILE)('what others wrote stays text: %s', (hostile) => {
  const finding: Finding = {
    id: 'fnd_1',
    agent: 'log-agent',
    rule: 'r',
    kind: 'cause',
    claim: hostile,
    strength: 1,
    evidence: [],
  };
  const base = EVENTS.slice(0, 8);
  const reported = {
    ...base[0],
    seq: 9,
    type: 'finding-reported',
    data: { finding },
  } as unknown as Event;

  const page = rendered(markdownOf(viewOf([...base, reported]), ADDRESS));

  expect(
    page.querySelectorAll('img,script,table,del,blockquote,h1 ~ h1,h3,ol ol,ul ul'),
  ).toHaveLength(0);
  for (const link of page.querySelectorAll('a')) {
    expect(link.getAttribute('href')?.startsWith(ADDRESS)).toBe(true);
  }
  expect([...page.querySelectorAll('h2')].map(({ textContent }) => textContent)).toEqual([
    'Findings',
    'Evidence',
  ]);
});

test('escaped text is read as what it was, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 }), (text) => {
      const page = rendered(`- x ${escaped(text)} x`);
      const read = page.textContent?.replace(/\s+/g, ' ').trim();
      cleanup();
      expect(read).toBe(`x ${text} x`.replace(/\s+/g, ' ').trim());
    }),
    { numRuns: 300 },
  );
});

test('code is read as what it was, with its own backquotes', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[`a-c ]{1,12}$/), (text) => {
      const page = rendered(`- ${code(text)}`);
      const read = page.querySelector('code')?.textContent ?? '';
      cleanup();
      expect(read).toBe(text.replace(/\s+/g, ' ').trim());
    }),
  );
});

test('signs that hide or turn text around are shown', () => {
  expect(escaped('a\u202eb\u200bc')).toBe('a‹U+202E›b‹U+200B›c');
});

test('a change is a diff', () => {
  const view = viewOf(EVENTS);
  const report = view.state.report;
  if (!report) {
    throw new Error('the recording has a report');
  }
  const change = {
    changeId: 'chg_1',
    at: '2026-11-21T18:24:11.000Z',
    kind: 'configuration' as const,
    resource: 'orders',
    summary: 'new pool',
    diff: [{ path: 'POOL_SIZE', before: 20, after: '```2' }],
    source: 'feed' as const,
  };

  const page = rendered(
    markdownOf(
      { ...view, state: { ...view.state, report: { ...report, change } } as never },
      ADDRESS,
    ),
  );

  const diff = page.querySelector('code.language-diff')?.textContent;
  expect(diff).toBe('- POOL_SIZE: 20\n+ POOL_SIZE: ```2\n');
});
