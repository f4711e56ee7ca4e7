// @vitest-environment jsdom
import { act, fireEvent } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { Event } from '../../../src/stream/events';
import { plain } from '../../../src/ui/plain';
import { diagnosisRecording } from '../../fold/recordings';
import { showDiagnosis } from './following';

const { events: EVENTS } = diagnosisRecording('diagnosis');

const MARKUP = '<img src="x" onerror="window.hurt=1"><script>window.hurt=1</script>';
const LINK = '[press](javascript:window.hurt=1)';
const TURNED = 'harm\u202etxt.exe\u2066\u001b[31mred\u0007';
const HOSTILE = `${MARKUP} ${LINK} ${TURNED} مرحبا`;

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Every text that comes from logs, models, metrics or people is hostile. */
function poisoned(value: unknown, name = ''): unknown {
  if (typeof value === 'string') {
    return SAFE.has(name) || /^\w+_01|^\d{4}-\d\d-/.test(value) ? value : `${value} ${HOSTILE}`;
  }
  if (Array.isArray(value)) {
    return value.map((item) => poisoned(item, name));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, poisoned(item, key)]),
    );
  }
  return value;
}

/** What the API itself chooses of a few words. */
const SAFE = new Set([
  'verdict', 'kind', 'category', 'outcome', 'next', 'mode', 'requestedMode', 'source',
  'workloadId', 'project', 'tool', 'state', 'sha256',
]); // biome-ignore format: a list of names

const events = EVENTS.map((event) => ({ ...event, data: poisoned(event.data) }) as Event);

function openAll(container: HTMLElement): void {
  for (let rounds = 0; rounds < 2; rounds++) {
    for (const folded of container.querySelectorAll('details:not([open])')) {
      act(() => {
        (folded as HTMLDetailsElement).open = true;
        folded.dispatchEvent(new window.Event('toggle'));
      });
    }
  }
}

/** Where a sign came through that `plain` would have shown as what it is. */
function raw(container: HTMLElement): string[] {
  return [...container.querySelectorAll('*')].flatMap((element) => {
    const own = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    const texts = [...own.map((node) => node.textContent ?? '')];
    const shown = [...element.attributes].map(({ value }) => value);
    return [...texts, ...shown].some((text) => plain(text) !== text) ? [element.outerHTML] : [];
  });
}

test('markup, links and signs of others are words, wherever they stand', async () => {
  const { container } = await showDiagnosis(events);
  openAll(container);

  expect(container.textContent).toContain(MARKUP);
  expect(container.querySelectorAll('img,script,iframe,object,style')).toHaveLength(0);
  expect('hurt' in window).toBe(false);
  for (const link of container.querySelectorAll('a')) {
    expect(link.getAttribute('href')).toMatch(/^(\/|#|https?:)/);
  }
  expect(container.textContent).toContain('harm‹U+202E›txt.exe');
  expect(raw(container)).toEqual([]);
});

test('a line of 100 KB is shown by its beginning, and as a whole when asked for', async () => {
  const long = `begin ${'x'.repeat(100_000)} end`;
  const withLong = EVENTS.map((event) => {
    if (event.type !== 'diagnosis-concluded') {
      return event;
    }
    const [first, ...rest] = event.data.result.errors ?? [];
    const errors = [{ ...first, example: long }, ...rest];
    return { ...event, data: { result: { ...event.data.result, errors } } } as Event;
  });
  const { container, getByText } = await showDiagnosis(withLong);
  const quoted = () => container.querySelector('blockquote pre')?.textContent ?? '';

  expect(quoted().length).toBeLessThan(2000);
  expect(quoted()).toContain('more characters');

  fireEvent.click(getByText('Show the whole line'));
  expect(quoted()).toBe(long);
});
