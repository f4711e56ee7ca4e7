/** Pictures of each page for docs/images: `npm --prefix web run pictures`. They are not tests. */

import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { NARROW, WIDE } from '../playwright.config.ts';
import { Chat } from './support/chat.ts';
import { breakShop, call, fireAlarm, newName, repairShop, stack } from './support/stack.ts';
import { expect, test } from './support/test.ts';

const FOLDER = resolve(import.meta.dirname, '../../.build/pictures');

/** Light and dark, wide and narrow; `height` cuts the wide ones. */
async function picture(page: Page, name: string, height = WIDE.height): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  for (const [size, viewport] of Object.entries({ wide: { ...WIDE, height }, narrow: NARROW })) {
    await page.setViewportSize(viewport);
    for (const theme of ['light', 'dark']) {
      await page.evaluate((chosen) => {
        document.documentElement.setAttribute('data-theme', chosen);
      }, theme);
      await page.screenshot({
        path: resolve(FOLDER, `${name}-${theme}-${size}.png`),
        animations: 'disabled',
      });
    }
  }
  await page.setViewportSize(WIDE);
}

test('pages', async ({ signedIn: page, person }) => {
  test.setTimeout(600_000);
  await breakShop('dead-address');
  await expect
    .poll(
      async () => {
        const { diagnoses } = await call<{ diagnoses: { status: string }[] }>(
          person,
          'GET',
          '/api/diagnoses',
        );
        return diagnoses.map(({ status }) => status);
      },
      { timeout: 240_000 },
    )
    .toContain('concluded');
  await repairShop();
  await fireAlarm(newName('billing-errors'));

  await page.goto('/');
  await expect(page.getByText(/Cause (confirmed|likely)/).first()).toBeVisible();
  await picture(page, 'workloads');
  await page.goto(`/workloads/${stack().workloadId}`);
  await expect(page.getByText(/Cause (confirmed|likely)/).first()).toBeVisible();
  await picture(page, 'workload');
  const chat = await Chat.reopen(page);
  await picture(page, 'chat-empty');
  await chat.ask('Why do orders fail?');
  await chat.expectAnswered();
  await picture(page, 'chat');
  await page.goto(`/workloads/${stack().workloadId}/edit`);
  await expect(page.getByRole('button', { name: 'Save' })).toBeVisible();
  await picture(page, 'edit');
  await page.goto('/diagnoses');
  await page
    .getByRole('main')
    .getByRole('link', { name: /checkout|orders/ })
    .first()
    .click();
  await expect(page.getByText(/Cause (confirmed|likely)/).first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'On one time axis' })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await picture(page, 'diagnosis', 400);
  await page
    .getByRole('button', { name: /evidence/i })
    .first()
    .click();
  await page.getByRole('button', { name: 'Ask again and compare' }).click();
  await expect(page.getByText(/The same|Changed/)).toBeVisible();
  await picture(page, 'evidence');
  await page.goto('/knowledge');
  await page.getByRole('button', { name: 'Insert an example' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/^Saved as version/)).toBeVisible();
  await expect(page.getByText(/^Nothing is wrong/)).toBeVisible();
  await picture(page, 'knowledge');
  for (const name of ['diagnoses', 'alarms', 'usage', 'settings']) {
    await page.goto(`/${name}`);
    await page.waitForLoadState('networkidle');
    await picture(page, name);
  }
});
