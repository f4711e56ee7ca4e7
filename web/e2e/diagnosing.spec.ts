/** A diagnosis from a real alarm, live and afterwards; and what a person may do with one. */

import type { Page } from '@playwright/test';
import { NARROW, WIDE } from '../playwright.config.ts';
import { expectAccessible } from './support/axe.ts';
import { newKey } from './support/chat.ts';
import { breakShop, newName, newWorkload, release, repairShop, stack } from './support/stack.ts';
import { expect, test } from './support/test.ts';

const result = (page: Page) => page.getByRole('region', { name: 'Result' });

test.describe
  .serial('the shop breaks', () => {
    let address = '';

    test.afterAll(() => repairShop());

    test('its alarm starts a diagnosis, which is followed to its cause as it runs', async ({
      signedIn: page,
    }) => {
      test.slow();
      const { began } = await breakShop('dead-address');
      await page.goto('/alarms');
      const row = page.getByRole('listitem').filter({ hasText: 'checkout-errors' }).first();
      await row.getByRole('link', { name: 'Open the diagnosis' }).click();
      await expect(page).toHaveURL(/\/diagnoses\/dgn_\w+$/);
      address = page.url();
      await expect(page.getByRole('heading', { level: 1 })).toContainText('checkout-errors');

      const verdict = result(page).getByText(/Cause (confirmed|likely)/);
      await expect(verdict).toBeVisible({ timeout: 180_000 });
      await expect(page).toHaveTitle(/^Cause (confirmed|likely): checkout-errors · Casebook$/);
      await expect(result(page)).toContainText('Confidence');
      await expect(result(page)).toContainText('Since');
      await expect(result(page)).toContainText('checkout-fn');
      for (const viewport of [NARROW, WIDE]) {
        await page.setViewportSize(viewport);
        for (const fact of [/^Cause (confirmed|likely)$/, /^Confidence \d+ %$/, /^Since [\d:-]+/]) {
          const box = await result(page).getByText(fact).first().boundingBox();
          const bottom = (box?.y ?? 999) + (box?.height ?? 0);
          expect(bottom, `${fact} at ${viewport.width} px`).toBeLessThan(200);
        }
      }
      await expect(page.getByRole('main')).toContainText('PAYMENTS_URL');
      await expect(page.getByRole('heading', { name: 'Steps' })).toBeVisible();
      expect(Date.parse(began)).toBeLessThan(Date.now());
      await expectAccessible(page);
    });

    test('a claim opens its evidence, which is asked for again and compared', async ({
      signedIn: page,
    }) => {
      await page.goto(address);
      await result(page)
        .getByRole('button', { name: /evidence/i })
        .first()
        .click();
      const panel = page.getByRole('dialog', { name: /^Evidence/ });
      await expect(panel.getByText('SHA-256')).toBeVisible();
      await expect(panel.getByText('intact', { exact: true })).toBeVisible();
      await panel.getByRole('button', { name: 'Ask again and compare' }).click();
      await expect(panel.getByText(/^(The same|Changed)$/)).toBeVisible();
      await expectAccessible(page);
      await panel.getByRole('button', { name: 'Close' }).click();
      await expect(panel).toBeHidden();
    });

    test('a log line is unfolded by key, and its times stay in view below it', async ({
      signedIn: page,
    }) => {
      await page.goto(address);
      await page.getByRole('button', { name: 'Unfold the fields' }).first().press('Enter');
      const fields = page.getByRole('group', { name: 'Fields of the log line' }).first();
      await expect(fields).toContainText('requestId');
      await expect(page.getByRole('heading', { name: 'On one time axis' })).toBeVisible();
      await expectAccessible(page);

      const last = page.locator('figure').last();
      await expect(last.locator('canvas')).toBeVisible();
      await page.setViewportSize({ width: 1280, height: 400 });
      await last.evaluate((chart) => chart.scrollIntoView({ block: 'end' }));
      const [bar, ruler] = [page.getByRole('banner'), page.getByText('UTC', { exact: true })];
      const [above, below] = [await bar.boundingBox(), await ruler.first().boundingBox()];
      expect(below?.y).toBeGreaterThanOrEqual((above?.height ?? 0) - 2);
      expect(below?.y).toBeLessThan((above?.height ?? 0) + 4);
    });

    test('every part that is folded can be read by everybody when it is open', async ({
      signedIn: page,
    }) => {
      await page.goto(address);
      await expect(page.getByRole('heading', { name: 'Steps' })).toBeVisible();
      for (const summary of await page.getByRole('main').locator('summary').all()) {
        await summary.press('Enter');
      }
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Wrong' }).click();
      await expectAccessible(page);
    });

    test('the slider shows what was known after any event', async ({ signedIn: page }) => {
      await page.goto(address);
      await expect(result(page).getByText(/Cause (confirmed|likely)/)).toBeVisible();
      const slider = page.getByRole('slider', { name: 'Event' });
      await slider.focus();
      await page.keyboard.press('Home');
      await expect(page.getByText('You look at the past:')).toBeVisible();
      await expect(result(page).getByText(/Cause (confirmed|likely)/)).toBeHidden();
      await expect(slider).toHaveAttribute('aria-valuetext', /^event 1 of/);
      await page.keyboard.press('ArrowRight');
      await expect(slider).toHaveAttribute('aria-valuetext', /^event 2 of/);
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Back to now' }).click();
      await expect(result(page).getByText(/Cause (confirmed|likely)/)).toBeVisible();
    });

    test('it is judged, taken along, and linked to by its claims', async ({
      signedIn: page,
      context,
    }) => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.goto(address);
      await page.getByRole('button', { name: 'Useful' }).click();
      await expect(page.getByRole('button', { name: 'Useful (1)' })).toHaveAttribute(
        'aria-pressed',
        'true',
      );
      await page.getByRole('button', { name: 'Markdown' }).click();
      await expect
        .poll(() => page.evaluate(() => navigator.clipboard.readText()))
        .toContain('checkout-fn');
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'JSON' }).click();
      expect((await download).suggestedFilename()).toMatch(/^dgn_\w+\.json$/);

      await page.goto(`${address}#claim-cause`);
      await expect(page.locator('#claim-cause')).toBeInViewport();
    });

    test('it is run again from a step, with a hint', async ({ signedIn: page }) => {
      test.slow();
      await page.goto(address);
      const steps = page.locator('section').filter({ hasText: /^Steps/ });
      await steps.locator('summary').filter({ hasText: 'log agent' }).first().click();
      await steps.getByRole('button', { name: 'Run again from this step' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'Run again' });
      await dialog.getByRole('textbox').fill('Look at PAYMENTS_URL of checkout-fn.');
      await expectAccessible(page);
      await dialog.getByRole('button', { name: 'Run again' }).click();
      await expect(page).not.toHaveURL(address);
      await expect(page.getByRole('main')).toContainText('Look at PAYMENTS_URL of checkout-fn.');
      await expect(result(page).getByText(/Cause (confirmed|likely)/)).toBeVisible({
        timeout: 180_000,
      });
    });

    test('it stands in the lists', async ({ signedIn: page }) => {
      await page.goto('/diagnoses');
      await expect(page.getByRole('main')).toContainText(/Cause (confirmed|likely)/);
      await expectAccessible(page);
      await page.goto(`/workloads/${stack().workloadId}`);
      await expect(page.getByRole('main')).toContainText(/Cause (confirmed|likely)/);
      await expectAccessible(page);
    });
  });

test('a diagnosis is paused, resumed and cancelled', async ({ signedIn: page }) => {
  const key = newKey();
  const workloadId = await newWorkload(newName('held'));
  await page.goto(`/workloads/${workloadId}`);
  await page.getByRole('button', { name: 'Diagnose now' }).click();
  const dialog = page.getByRole('dialog', { name: 'Diagnose now' });
  await expectAccessible(page);
  await dialog.getByRole('textbox').fill(`hold-${key}: is it slow?`);
  await dialog.getByRole('button', { name: 'Start' }).click();
  await expect(page).toHaveURL(/\/diagnoses\/dgn_/);

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(result(page)).toContainText('Paused');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Cancel the diagnosis' }).click();
  await expect(result(page)).toContainText('Cancelled');
  await expectAccessible(page);
  await release(key);
});
