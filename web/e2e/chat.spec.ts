/** Asking an agent: what is said, and what it is made of. */

import { expectAccessible } from './support/axe.ts';
import { Chat, newKey } from './support/chat.ts';
import {
  giveBackWorkload,
  loseWorkload,
  newPerson,
  newWorkload,
  release,
  stack,
  useUpSessions,
} from './support/stack.ts';
import { expect, fillTab, tabOf, test } from './support/test.ts';

test('a question is answered word by word, with what was looked at and what it rests on', async ({
  signedIn: page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const key = newKey();
  const chat = await Chat.open(page);
  await expectAccessible(page);

  await chat.ask(`hold-${key}: why do orders fail?`);
  await expect(chat.dialog.getByRole('article', { name: 'You' })).toContainText('why do orders');
  await expect(chat.answer).toContainText('The orders fail');
  await expect(chat.answer).toContainText('search logs');
  await expect(chat.answer).toContainText('writing');
  await expectAccessible(page);

  await release(key);
  await chat.expectAnswered();
  await expect(chat.answer).toContainText('Put it back.');
  await expect(chat.answer.getByRole('table')).toContainText('errors');
  const link = chat.answer.getByRole('link', { name: 'the manual' });
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  await expectAccessible(page);

  await chat.answer.getByRole('button', { name: 'Copy this code' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('def charge(');
  await chat.answer.getByRole('button', { name: 'Copy', exact: true }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('| checkout');

  await chat.answer.getByRole('button', { name: /^Evidence 1/ }).click();
  const panel = page.getByRole('dialog', { name: /^Evidence/ });
  await expect(panel.getByText('SHA-256')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(chat.input).toBeVisible();
});

test('the keyboard is enough', async ({ signedIn: page }) => {
  await page.goto(`/workloads/${stack().workloadId}`);
  const button = page.getByRole('button', { name: 'Ask an Agent' });
  await expect(button).toBeVisible();
  while (!(await button.evaluate((element) => element === document.activeElement))) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  const chat = new Chat(page);
  await expect(chat.input).toBeVisible();
  for (let presses = 0; presses < 30; presses++) {
    await page.keyboard.press('Tab');
    expect(
      await chat.dialog.evaluate((dialog) => {
        const { activeElement, body } = document;
        return dialog.contains(activeElement) || activeElement === body;
      }),
      'the focus stays inside of the dialog, or goes to what is around the page',
    ).toBe(true);
  }
  await chat.input.focus();
  await page.keyboard.type('What changed?');
  await page.keyboard.press('Enter');
  await chat.expectAnswered();

  await page.keyboard.press('Escape');
  await expect(chat.dialog).toBeHidden();
  await expect(button).toBeFocused();
});

test('the reader of an earlier part is not pulled away from it', async ({ signedIn: page }) => {
  const key = newKey();
  const chat = await Chat.open(page);
  await chat.ask('say-long');
  await chat.expectAnswered();
  // The first answer is plain text until what formats it has been loaded, and then drawn anew.
  await expect(chat.answer.locator('.chat-prose')).toBeVisible();
  await chat.ask(`hold-${key}: go on`);
  const first = chat.dialog.getByText('Paragraph 1:').first();
  await first.scrollIntoViewIfNeeded();
  const before = await first.boundingBox();

  await release(key);
  await chat.expectAnswered();
  expect(await first.boundingBox()).toEqual(before);
  await chat.dialog.getByRole('button', { name: 'New text below' }).click();
  await expect(chat.answer.getByText('Put it back.')).toBeInViewport();
});

test('an answer that breaks off is withdrawn, and begun anew', async ({ signedIn: page }) => {
  const chat = await Chat.open(page);
  await chat.ask(`break-${newKey()}: why do orders fail?`);
  await chat.expectAnswered();
  await expect(chat.answer).toContainText('withdrawn');
  await expect(chat.answer.locator('p', { hasText: 'The orders fail' })).toHaveCount(1);
  await expectAccessible(page);
});

test('who has started too many chats is told when it goes on, and loses no word', async ({
  page,
  context,
  browser,
  watched,
}) => {
  watched.expectFailedRequests();
  const busy = await newPerson();
  await useUpSessions(busy, stack().workloadId);
  await context.addInitScript(fillTab, await tabOf(browser, busy));
  const chat = await Chat.open(page);

  await chat.ask('Is anybody there?');
  const refused = chat.dialog.getByRole('alert');
  await expect(refused).toContainText('Not sent.');
  await expect(refused).toContainText('It may work in');
  await expectAccessible(page);
  await refused.getByRole('button', { name: 'Edit' }).click();
  await expect(chat.input).toHaveValue('Is anybody there?');
});

test('an answer that fails says why', async ({ signedIn: page, watched }) => {
  watched.expectFailedRequests();
  const workloadId = await newWorkload(`lost-${newKey()}`);
  const chat = await Chat.open(page, workloadId);
  await chat.ask('Is it healthy?');
  await chat.expectAnswered();

  await loseWorkload(workloadId);
  await chat.ask('And now?');
  const failed = chat.answer.getByText('The agent could not answer: the workload was removed');
  const again = chat.dialog.getByRole('button', { name: 'Try again' });
  await expect(failed.or(again)).toBeVisible();
  await giveBackWorkload(workloadId);
  if (await again.isVisible()) {
    await again.click(); // what happened meanwhile could not be fetched
  }
  await expect(failed).toBeVisible();
  await expectAccessible(page);

  await chat.dialog.getByRole('button', { name: 'Ask again' }).click();
  await chat.expectAnswered();
});

test('what an answer brings along does nothing and fetches nothing', async ({ signedIn: page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  const chat = await Chat.open(page);
  await chat.ask('say-hostile');
  await chat.expectAnswered();

  await expect(chat.answer).toContainText('The file is called \\u202egnp.exe');
  await expect(chat.answer).toContainText('\\x1b[31mthis is not red');
  for (const element of ['script', 'img', 'iframe', 'style', 'video', 'object']) {
    await expect(chat.answer.locator(element)).toHaveCount(0);
  }
  for (const link of await chat.answer.getByRole('link').all()) {
    expect(await link.getAttribute('href')).toMatch(/^https?:/);
  }
  await chat.answer.getByText('a harmless link').click();
  expect(await page.evaluate(() => '__owned' in window)).toBe(false);
  expect(fetched.filter((address) => address.includes('attacker'))).toEqual([]);
  await expectAccessible(page);
});

test('an answer in a script from right to left reads from the right', async ({
  signedIn: page,
}) => {
  const chat = await Chat.open(page);
  await chat.ask('say-arabic');
  await chat.expectAnswered();
  const paragraph = chat.answer.getByText('تفشل الطلبات');
  expect(await paragraph.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
  const item = chat.answer.getByRole('listitem').filter({ hasText: 'انظر' });
  expect(await item.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
  await expectAccessible(page);
});
