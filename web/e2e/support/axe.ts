/** Whether a page can be used by everybody, as axe sees it: in light and dark, wide and narrow. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type axe from 'axe-core';
import { NARROW, WIDE } from '../../playwright.config.ts';

// The page's policy allows no script but its own, so axe is not added as a script tag.
const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Expects no violation of what is shown now, in both themes and both sizes of the window. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const viewport of [NARROW, WIDE]) {
    await page.setViewportSize(viewport);
    for (const theme of ['dark', 'light'] as const) {
      await page.evaluate((chosen) => {
        document.documentElement.setAttribute('data-theme', chosen);
      }, theme);
      const shown = `${theme}, ${viewport.width} px wide`;
      expect(await violations(page), shown).toEqual([]);
      expect(await overflow(page), shown).toBeLessThanOrEqual(0);
    }
  }
}

/** What axe finds by all of its rules, each as a line: the rule, where, and why. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(`window.axe ?? (() => { ${SOURCE} })()`);
  // A colour that is on its way is neither the old one nor the new one.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((each) => each.effect?.getComputedTiming().iterations === 1)
        .map((each) => each.finished.catch(() => {})),
    ),
  );
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const found: axe.AxeResults = await axe.run(document, { resultTypes: ['violations'] });
    return found.violations.flatMap((each) =>
      each.nodes.map((node) => `${each.id}: ${node.target.join(' ')}: ${node.failureSummary}`),
    );
  });
}

/** By how many pixels the page is wider than the window. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
}
