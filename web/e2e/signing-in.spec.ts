/** Cognito's managed login, there and back. */

import { expectAccessible } from './support/axe.ts';
import { stack } from './support/stack.ts';
import { expect, fillInSignIn, test } from './support/test.ts';

test('a person signs in, comes back to where they were, and signs out', async ({ page }) => {
  await page.goto('/alarms');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await fillInSignIn(page, stack().person);

  await expect(page).toHaveURL(`${stack().console}/alarms`);
  await expect(page.getByRole('banner').getByText(stack().person.name)).toBeVisible();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await page.goto('/alarms');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});

test('a wrong password is refused, and the right one is taken after it', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await fillInSignIn(page, { ...stack().person, password: 'wrong' });
  await expect(page.locator('input[name=password]')).toBeVisible();

  await fillInSignIn(page, stack().person);
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
});

test('a reload keeps the sign-in', async ({ signedIn: page }) => {
  await page.goto('/usage');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
});

test('without config.json the page says what is missing, and tries again', async ({
  page,
  watched,
}) => {
  watched.expectFailedRequests();
  await page.route('**/config.json', (route) => route.fulfill({ status: 404, body: 'no' }));
  await page.goto('/');
  await expect(page.getByRole('alert')).toContainText('/config.json');
  await expect(page.getByRole('alert')).toContainText('casebook up');
  await expectAccessible(page);

  await page.unroute('**/config.json');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});
