/** Which workloads are watched, and what is shown of one. */

import { expectAccessible } from './support/axe.ts';
import { newName, newPerson, newWorkload, stack } from './support/stack.ts';
import { expect, fillInSignIn, tabOf, test } from './support/test.ts';

test('the workloads of a person are listed, searched and opened', async ({ signedIn: page }) => {
  await page.goto('/');
  const list = page.getByRole('main');
  await expect(list.getByRole('link', { name: 'shop', exact: true })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('searchbox').fill('no such thing');
  await expect(list.getByRole('link', { name: 'shop', exact: true })).toBeHidden();
  await page.getByRole('searchbox').fill('fulfilment-queue');
  await list.getByRole('link', { name: 'shop', exact: true }).click();

  await expect(page).toHaveURL(/\/workloads\/wkl_\w+$/);
  await expect(page.getByRole('heading', { level: 1, name: 'shop' })).toBeVisible();
  await expect(list.getByText('checkout-fn').first()).toBeVisible();
  await expectAccessible(page);
});

test('a project without workloads is told how to begin', async ({ page, browser, context }) => {
  const tab = await tabOf(browser, await newPerson('empty'));
  await context.addInitScript((kept) => {
    for (const [name, value] of Object.entries(kept)) {
      sessionStorage.setItem(name, value);
    }
  }, tab);
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Nothing is watched yet' })).toBeVisible();
  await expectAccessible(page);
});

test('what belongs to others is not there, and nothing of it is shown', async ({
  signedIn: page,
  watched,
}) => {
  watched.expectFailedRequests();
  const foreign = await newWorkload(newName('secret-plans'), 'elsewhere');
  for (const [address, what] of [
    [`/workloads/${foreign}`, 'workload'],
    [`/workloads/${foreign}/edit`, 'workload'],
    ['/no/such/page', 'page'],
  ] as const) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1, name: 'Not found' })).toBeVisible();
    await expect(page.getByRole('main')).toContainText(`no such ${what}`);
    await expect(page.getByText('secret-plans')).toHaveCount(0);
  }
  await expectAccessible(page);
});

test('a link that was sent leads where it points, after signing in', async ({ page }) => {
  const address = `/workloads/${stack().workloadId}`;
  await page.goto(`${address}?tab=1#changes`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await fillInSignIn(page, stack().person);

  await expect(page).toHaveURL(`${stack().console}${address}?tab=1#changes`);
  await expect(page.getByRole('heading', { level: 1, name: 'shop' })).toBeVisible();
});
