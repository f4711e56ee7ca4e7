/** Workloads are registered and changed in a form. */

import { expectAccessible } from './support/axe.ts';
import { newName, newWorkload } from './support/stack.ts';
import { expect, test } from './support/test.ts';

test('a form with mistakes names each, and registers when they are gone', async ({
  signedIn: page,
  watched,
}) => {
  watched.expectFailedRequests();
  const name = newName('orders');
  await page.goto('/workloads/new');
  await page.getByRole('button', { name: 'Register' }).click();
  const field = page.getByRole('textbox', { name: 'Name', exact: true });
  await expect(field).toBeFocused();
  await expect(field).toHaveAccessibleDescription(/is needed/);
  await expect(page.getByRole('textbox', { name: 'Name or ARN' })).toHaveAccessibleDescription(
    /is needed/,
  );
  await expectAccessible(page);

  await field.fill(`${name}!`);
  await page.getByRole('combobox', { name: 'Project' }).selectOption('shop');
  await page.getByRole('textbox', { name: 'Name or ARN' }).fill('payments-fn');
  await page.getByRole('button', { name: 'Register' }).click();
  // The API finds this one.
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(/not allowed/);

  await field.fill(name);
  await page.getByRole('button', { name: 'Register' }).click();
  await expect(page).toHaveURL(/\/workloads\/wkl_\w+$/);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
});

test('what was typed and not saved is back, and a change is kept', async ({ signedIn: page }) => {
  const workloadId = await newWorkload(newName('edited'));
  await page.goto(`/workloads/${workloadId}/edit`);
  const alarms = page.getByRole('textbox', { name: 'Alarms by name' });
  await alarms.fill('orders-late');
  await page.reload();
  await expect(page.getByText('is back')).toBeVisible();
  await expect(alarms).toHaveValue('orders-late');

  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page).toHaveURL(new RegExp(`/workloads/${workloadId}$`));
  await expect(page.getByRole('main')).toContainText('orders-late');
});
