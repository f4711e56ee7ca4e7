/** Alarms that were heard, what was spent, and how the stack is set up. */

import { expectAccessible } from './support/axe.ts';
import { call, fireAlarm, newName, stack } from './support/stack.ts';
import { expect, test } from './support/test.ts';

test('an alarm that belongs to no workload is told so, and leads to registering one', async ({
  signedIn: page,
}) => {
  const name = newName('nobodys-errors');
  await page.goto('/alarms');
  await fireAlarm(name);
  const row = page.getByRole('listitem').filter({ hasText: name });
  await expect(row).toContainText('Register a workload with this alarm');
  await expectAccessible(page);

  await row.getByRole('link', { name: 'Register a workload with this alarm' }).click();
  await expect(page.getByRole('textbox', { name: 'Alarms by name' })).toHaveValue(name);
  await expectAccessible(page);
});

test('what was spent is told by workload, user and model', async ({ signedIn: page, person }) => {
  const { workloadId } = stack();
  const { sessionId } = await call<{ sessionId: string }>(
    person,
    'POST',
    `/api/workloads/${workloadId}/agent/start`,
    {},
  );
  await call(person, 'POST', `/api/workloads/${workloadId}/agent/message`, {
    sessionId,
    message: 'What changed?',
    clientMessageId: 'usage',
  });
  await expect
    .poll(async () => {
      const usage = await call<{ lines: { key: string }[] }>(person, 'GET', '/api/usage?by=user');
      return usage.lines.map((line) => line.key);
    })
    .toContain(person.name);

  await page.goto('/usage');
  await expect(page.getByRole('table')).toContainText('shop');
  await page.getByRole('combobox', { name: 'By' }).selectOption('user');
  await expect(page.getByRole('table')).toContainText(`${person.name} (you)`);
  await page.getByRole('combobox', { name: 'By' }).selectOption('model');
  await expect(page.getByRole('table')).toContainText('anthropic/');
  await expectAccessible(page);
});

test('the settings tell which models answer', async ({ signedIn: page }) => {
  await page.goto('/settings');
  await expect(page.getByRole('main')).toContainText('anthropic/');
  await expectAccessible(page);
});
