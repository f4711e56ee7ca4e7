/** What pages show while they wait, when they fail, and how much of it a screen reader hears. */

import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { newKey } from './support/chat.ts';
import { call, newName, newWorkload, release, stack } from './support/stack.ts';
import { expect, test } from './support/test.ts';

const PAGES = ['/', '/diagnoses', '/alarms', '/knowledge', '/usage', '/settings'];
const ofOne = () => [
  `/workloads/${stack().workloadId}`,
  `/diagnoses/dgn_${'0'.repeat(26)}`,
  '/projects/shop/knowledge',
];
const toApi = (url: URL) => url.href.startsWith(stack().api);

test('while the API does not answer, every page says what it waits for', async ({
  signedIn: page,
}) => {
  test.slow();
  await page.route(toApi, () => {});
  for (const address of [...PAGES, ...ofOne()]) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(
      page
        .getByRole('main')
        .getByText(/Loading|…/)
        .first(),
    ).toBeVisible();
    await expectAccessible(page);
  }
});

test('when the API refuses, every page says why', async ({ signedIn: page, watched }) => {
  test.slow();
  watched.expectFailedRequests();
  await page.route(toApi, (route) =>
    route.fulfill({
      status: 403,
      contentType: 'application/problem+json',
      headers: { 'access-control-allow-origin': '*' },
      body: JSON.stringify({ status: 403, title: 'Not allowed', detail: 'A guard refuses it.' }),
    }),
  );
  for (const address of [...PAGES, ...ofOne()]) {
    await page.goto(address);
    await expect(page.getByRole('alert').first()).toContainText('A guard refuses it.');
    await expectAccessible(page);
  }
});

test('a stage is said once, when it begins, and the page stays where it is read', async ({
  signedIn: page,
  person,
}) => {
  test.slow();
  const key = newKey();
  const workloadId = await newWorkload(newName('watched'));
  const { diagnosisId } = await call<{ diagnosisId: string }>(
    person,
    'POST',
    `/api/workloads/${workloadId}/diagnoses`,
    { question: `hold-${key}: is it slow?` },
  );
  await page.goto(`/diagnoses/${diagnosisId}`);
  await expect(page.getByRole('heading', { name: 'Steps' })).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 1280, height: 400 });
  const said = await sayings(page);
  const steps = page.getByRole('heading', { name: 'Steps' });
  await steps.evaluate((heading) => heading.scrollIntoView({ block: 'center' }));
  const before = await steps.boundingBox();

  await release(key);
  await expect(page.getByText('Inconclusive', { exact: true })).toBeAttached();
  await expect(page.getByRole('heading', { name: 'Looked at' })).toBeAttached();

  const after = await steps.boundingBox();
  expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(2);
  const words = await said();
  expect(words.at(-1)).toBe('Concluded: inconclusive');
  expect(words).toEqual([...new Set(words)]);
  // None is an alert: a screen reader would be interrupted.
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.evaluate(() => window.scrollTo(0, 0));
  await expectAccessible(page);
});

/** What the live regions of the page say from now on, in order. */
async function sayings(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const selector = '[role=status], [role=alert], [role=log], [aria-live]:not([aria-live=off])';
    new MutationObserver((changes) => {
      const regions = changes.map(({ target }) =>
        (target instanceof Element ? target : target.parentElement)?.closest(selector),
      );
      for (const region of new Set(regions)) {
        const words = region?.textContent?.trim();
        if (words) {
          heard.push(words);
        }
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
  });
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
}
