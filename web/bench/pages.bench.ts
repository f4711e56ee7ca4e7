/**
 * How quick the pages are on the local stack; `make bench` runs it (tests/bench/pages.py) and keeps
 * what it writes to CASEBOOK_BENCH_OUT. Times are of this machine and are only reported.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { Chat } from '../e2e/support/chat.ts';
import { expect, test } from '../e2e/support/test.ts';

const ANSWERS = 3;
const MANY = 10_000;
const RECORDING = resolve(import.meta.dirname, '../../tests/protocol/recordings/diagnosis.json');
const { CASEBOOK_BENCH_OUT: out = 'pages.json' } = process.env;

/** When a piece of text was sent, came in, and was painted: milliseconds since 1970. */
type Seen = Record<'socket' | 'pixels', Record<string, number>>;

const figures: { firstPage?: object; delta?: object; manyEvents?: object } = {};

test.afterAll(() => writeFileSync(out, JSON.stringify(figures)));

test('the first page', async ({ signedIn: page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Workloads', level: 1 })).toBeVisible();
  await expect(page.getByRole('link', { name: 'shop' }).first()).toBeVisible();
  figures.firstPage = await page.evaluate(() => {
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    const [loaded] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return {
      firstContentfulPaintMs: Math.round(paint?.startTime ?? 0),
      interactiveMs: Math.round(loaded?.domContentLoadedEventEnd ?? 0),
      listedMs: Math.round(performance.now()),
    };
  });
});

test("from the provider's socket to pixels", async ({ signedIn: page }) => {
  await page.addInitScript(watchStamps);
  const chat = await Chat.open(page);
  for (let answer = 0; answer < ANSWERS; answer++) {
    await chat.ask('say-stamps: what time is it?');
    await expect(chat.dialog.getByRole('article', { name: 'The agent' })).toHaveCount(answer + 1);
    await chat.expectAnswered();
  }
  const { socket, pixels } = await page.evaluate(() => (window as unknown as { seen: Seen }).seen);
  const painted = Object.entries(pixels);
  // The others were read from the log: a page follows a new chat a moment after its answer began.
  const heard = painted.filter(([stamp]) => socket[stamp] !== undefined);
  const sent = (stamp: string) => Number(stamp) / 1000;
  figures.delta = {
    deltas: painted.length,
    heardOverSocket: heard.length,
    providerToSocketMs: spread(heard.map(([stamp]) => (socket[stamp] ?? 0) - sent(stamp))),
    providerToPixelsMs: spread(painted.map(([stamp, at]) => at - sent(stamp))),
    addedByPageMs: spread(heard.map(([stamp, at]) => at - (socket[stamp] ?? 0))),
  };
  expect(painted.length).toBeGreaterThan(ANSWERS * 100);
});

test('a diagnosis of 10,000 events', async ({ signedIn: page, watched }) => {
  watched.expectFailedRequests(); // the API does not know this one
  const events = manyEvents();
  await serve(page, events);
  const began = Date.now();
  await page.goto(`/diagnoses/${events[0]?.stream}`);
  await expect(page.getByRole('heading', { name: 'Events (10,000)' })).toBeVisible({
    timeout: 60_000,
  });
  const openMs = Date.now() - began;
  figures.manyEvents = { events: events.length, openMs, ...(await scrolled(page)) };
});

/** Runs in the page: notes when stamps come in over the socket, and when they have been painted. */
function watchStamps(): void {
  const seen: Seen = { socket: {}, pixels: {} };
  Object.assign(window, { seen });
  const now = () => performance.timeOrigin + performance.now();
  const note = (of: Record<string, number>, text: string) => {
    for (const [stamp] of text.matchAll(/\b\d{16}\b(?=\s)/g)) {
      of[stamp] ??= now();
    }
  };
  const texts = new Map<string, string>();
  const hear = (data: string) => {
    const frame = JSON.parse(data);
    if (frame.type === 'content-delta' && frame.seq === undefined) {
      const text = (texts.get(frame.message) ?? '') + frame.text;
      texts.set(frame.message, text.slice(text.lastIndexOf(' ') + 1));
      note(seen.socket, text);
    }
  };
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols);
      this.addEventListener('message', ({ data }) => hear(data));
    }
  };
  new MutationObserver((records) => {
    const texts = new Set(records.map(({ target }) => target.textContent ?? ''));
    // The frame that shows the change has been painted when the task after it runs.
    requestAnimationFrame(() =>
      setTimeout(() => {
        for (const text of texts) {
          note(seen.pixels, `${text} `);
        }
      }),
    );
  }).observe(document, { childList: true, characterData: true, subtree: true });
}

/** Scrolls down and up again; how many frames took longer than two of a display at 60 Hz. */
async function scrolled(page: Page) {
  return page.evaluate(async () => {
    const gaps: number[] = [];
    let before = performance.now();
    for (let step = 0; step < 200; step++) {
      window.scrollBy(0, step < 100 ? 60 : -60);
      await new Promise(requestAnimationFrame);
      gaps.push(performance.now() - before);
      before = performance.now();
    }
    return { scrolledFrames: gaps.length, droppedFrames: gaps.filter((gap) => gap > 34).length };
  });
}

interface AnEvent {
  stream: string;
  seq: number;
  type: string;
  [more: string]: unknown;
}

/** A recorded diagnosis whose tool runs are repeated until there are 10,000 events. */
function manyEvents(): AnEvent[] {
  const recorded: AnEvent[] = JSON.parse(readFileSync(RECORDING, 'utf8')).events;
  const last = recorded.at(-1);
  const tools = recorded.filter(({ type }) => type.startsWith('tool-'));
  const middle = Array.from({ length: MANY - recorded.length }, (_, n) => tools[n % tools.length]);
  const all = [...recorded.slice(0, -1), ...middle, last].filter((each) => each !== undefined);
  return all.map((each, n) => ({ ...each, seq: n + 1, id: `${each.stream}:${n + 1}` }));
}

/** Answers for the events' diagnosis in the API's place, in pages as the API's. */
async function serve(page: Page, events: AnEvent[]): Promise<void> {
  const id = events[0]?.stream;
  const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
  await page.route(`**/api/diagnoses/${id}/events?*`, (route) => {
    const asked = new URL(route.request().url()).searchParams;
    const [after, limit] = [Number(asked.get('after') ?? 0), Number(asked.get('limit') ?? 1000)];
    const shown = events.slice(after, after + limit);
    return route.fulfill({
      headers: cors,
      json: { events: shown, seq: events.length, next: null },
    });
  });
}

function spread(values: number[]): { median: number; p95: number } {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => {
    return Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) * 10) / 10;
  };
  return { median: at(0.5), p95: at(0.95) };
}
