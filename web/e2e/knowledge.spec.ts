/** What a team knows of its own software is written, checked and saved. */

import { expectAccessible } from './support/axe.ts';
import { call } from './support/stack.ts';
import { expect, test } from './support/test.ts';

interface Written {
  version: number;
  document: string;
}

test('a document with an error is put right, saved, and there after a reload', async ({
  signedIn: page,
  person,
  watched,
}) => {
  watched.expectFailedRequests();
  const path = '/api/projects/shop/knowledge';
  const { version } = await call<Written>(person, 'GET', path);
  const put = (document: string, seen: number) =>
    call<Written>(person, 'PUT', path, { document, version: seen });
  await put('', version);

  await page.goto('/');
  await page.getByRole('link', { name: 'Knowledge' }).click();
  await expect(page).toHaveURL(/\/projects\/shop\/knowledge$/);
  const document = page.getByRole('textbox', { name: 'Document, in TOML' });
  await page.getByRole('button', { name: 'Insert an example' }).click();
  await expect(page.getByText(/^Nothing is wrong: \d rows$/)).toBeVisible();
  const example = await document.inputValue();

  await document.fill(example.replace('kind = "pool"', 'kind = "swimming"'));
  const found = page.getByRole('button', { name: /^Line \d+, setting: row "lane-width": kind/ });
  await expect(found).toBeVisible();
  await expectAccessible(page);
  const refused = page.waitForResponse((answer) => answer.request().method() === 'PUT');
  await page.getByRole('button', { name: 'Save' }).click();
  expect((await refused).status()).toBe(400);
  await expect(document).toBeEditable();
  await found.click();
  await expect(document).toBeFocused();
  await page.keyboard.insertText('kind = "pool"');
  await expect(document).toHaveValue(example);
  await expect(found).toBeHidden();

  // Nothing that was typed is lost, and another's version is not written over.
  await page.reload();
  await expect(page.getByText('is back')).toBeVisible();
  await put('# another began as well', version + 1);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/has written version \d+ since you began/)).toBeVisible();
  await expect(document).toHaveValue(example);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Go on with mine' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(`Saved as version ${version + 3}`)).toBeVisible();

  await page.reload();
  await expect(page.getByRole('region', { name: 'Rows of setting' })).toContainText('lane-width');
  await expect(document).toHaveValue(example);
  await page.getByRole('button', { name: 'Show the version before' }).click();
  await expect(page.getByText('This version is not in force')).toBeVisible();
  await expectAccessible(page);
});
