/** A diagnosis of ten thousand events, full of what strangers wrote into the logs. */

import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { stack } from './support/stack.ts';
import { expect, test } from './support/test.ts';

interface Event {
  stream: string;
  seq: number;
  type: string;
  data: Record<string, unknown>;
}

const EVENTS = 10_000;
const HOSTILE =
  '<img src=x onerror="window.__owned=1"><script>window.__owned=1</script> ' +
  '[press](javascript:window.__owned=1) \u202Egnp.exe\u202C \u001B[31mred\u001B[0m';
const LONG_LINE = `${HOSTILE} ${'x'.repeat(100_000)}`;
const DIAGNOSIS = 'dgn_01ARZ3NDEKTSV4RRFFQ69G5FAV';

/** A recorded diagnosis, with findings and look-ups in its middle until it has so many events. */
function events(): Event[] {
  const file = new URL('../../tests/protocol/recordings/diagnosis.json', import.meta.url);
  const recorded: Event[] = JSON.parse(readFileSync(file, 'utf8')).events;
  const of = (type: string) => recorded.find((event) => event.type === type) as Event;
  const end = recorded.findIndex((event) => event.type === 'agent-completed');
  const [started, finished, finding] = ['tool-started', 'tool-finished', 'finding-reported'].map(
    of,
  );
  const known = (finding?.data ?? {}) as { finding?: object };
  const made: Event[] = [];
  for (let number = 0; made.length < EVENTS - recorded.length; number++) {
    const callId = `call_${number}`;
    const actor = 'log-agent';
    const parameters = { pattern: number === 0 ? LONG_LINE : HOSTILE };
    made.push({ ...started, actor, data: { ...started?.data, callId, parameters } } as Event);
    made.push({ ...finished, actor, data: { ...finished?.data, callId } } as Event);
    if (number % 20 === 0) {
      const claim = `${number}: ${number === 0 ? LONG_LINE : HOSTILE}`;
      const said = { ...(known.finding ?? {}), id: `fnd_${number}`, claim };
      made.push({ ...finding, data: { finding: said } } as Event);
    }
  }
  const some = made.slice(0, EVENTS - recorded.length);
  return [...recorded.slice(0, end), ...some, ...recorded.slice(end)].map((event, place) => {
    return { ...event, stream: DIAGNOSIS, seq: place + 1, parent: null };
  });
}

/** Answers for the diagnosis in the API's place. */
async function serve(page: Page, all: Event[]): Promise<void> {
  await page.route(`**/api/diagnoses/${DIAGNOSIS}**`, (route) =>
    route.fulfill({ status: 404, headers: CORS, json: { title: 'Not found', detail: 'none' } }),
  );
  await page.route(`**/api/diagnoses/${DIAGNOSIS}/events**`, (route) => {
    const query = new URL(route.request().url()).searchParams;
    const [after, limit] = [Number(query.get('after') ?? 0), Number(query.get('limit') ?? 200)];
    const found = all.slice(after, after + limit);
    return route.fulfill({ headers: CORS, json: { events: found, seq: all.length, next: null } });
  });
}

const CORS = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };

test('ten thousand events open and scroll, and nothing in them is obeyed', async ({
  signedIn: page,
  watched,
}) => {
  watched.expectFailedRequests();
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await serve(page, events());
  const began = Date.now();
  await page.goto(`/diagnoses/${DIAGNOSIS}`);
  await expect(page.getByRole('heading', { name: `Events (10,000)` })).toBeVisible();
  const opened = Date.now() - began;

  const frames = await page.evaluate(async () => {
    const times: number[] = [];
    for (let step = 0; step < 60; step++) {
      window.scrollBy(0, 120);
      times.push(await new Promise<number>((resolve) => requestAnimationFrame(resolve)));
    }
    return times.slice(1).map((time, place) => time - (times[place] ?? 0));
  });
  frames.sort((one, other) => one - other);
  const late = frames.filter((milliseconds) => milliseconds > 50).length;
  test.info().annotations.push({
    type: 'figures',
    description: `opened in ${opened} ms; ${late} of ${frames.length} frames took over 50 ms`,
  });

  const main = page.getByRole('main');
  // What is folded is not in the page; all of it is opened at once.
  await page.evaluate(() => {
    for (const summary of document.querySelectorAll<HTMLElement>(
      'main details:not([open]) > summary',
    )) {
      summary.click();
    }
  });
  await expect(main).toContainText('‹U+202E›gnp.exe');
  await expect(main.locator('img, script, iframe')).toHaveCount(0);
  await expect(main.locator('a[href^="javascript"]')).toHaveCount(0);
  expect(await page.evaluate(() => '__owned' in window)).toBe(false);
  const own = [stack().console, new URL(stack().api).origin];
  expect(fetched.filter((address) => !own.includes(new URL(address).origin))).toEqual([]);
  // Even with all open there are fewer than events: rows that nobody is near are not in the page.
  expect(await page.locator('*').count(), 'elements in the page').toBeLessThan(10_000);
  await expectAccessible(page);
});
