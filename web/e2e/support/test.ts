/** `test` with somebody who is signed in, and with an eye on what no page may do. */

import { type Browser, test as base, expect, type Page } from '@playwright/test';
import { newPerson, type Person, stack } from './stack.ts';

/** What went wrong in the pages of a test. */
export class Watched {
  readonly problems: string[] = [];
  #failedRequests = false;

  /** The test makes requests fail: that the browser says so is no problem of the page. */
  expectFailedRequests(): void {
    this.#failedRequests = true;
  }

  watch(page: Page): void {
    page.on('pageerror', (error) => this.problems.push(`uncaught: ${error.stack ?? error}`));
    page.on('console', (message) => {
      if (!page.url().startsWith(stack().console)) {
        return; // managed login's own page
      }
      const text = message.text();
      const isRequest = /^Failed to load resource|^WebSocket connection to|CORS policy/.test(text);
      if (message.type() === 'error' && !(isRequest && this.#failedRequests)) {
        this.problems.push(`console: ${text} (${message.location().url})`);
      }
    });
  }
}

interface Worker {
  /** Who the worker's tests are signed in as. */
  person: Person;
  /** The session storage of a tab in which they are. */
  tab: Record<string, string>;
}

interface Fixtures {
  watched: Watched;
  /** Its pages are signed in from their first load on. */
  signedIn: Page;
}

export const test = base.extend<Fixtures, Worker>({
  baseURL: async ({}, use) => use(stack().console),

  watched: [
    async ({ context }, use) => {
      const watched = new Watched();
      await context.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (violation) => {
          console.error(`policy: ${violation.violatedDirective} ${violation.blockedURI}`);
        });
      });
      context.on('page', (page) => watched.watch(page));
      await use(watched);
      expect(watched.problems).toEqual([]);
    },
    { auto: true },
  ],

  person: [async ({}, use) => use(await newPerson()), { scope: 'worker' }],

  tab: [async ({ browser, person }, use) => use(await tabOf(browser, person)), { scope: 'worker' }],

  signedIn: async ({ context, page, tab }, use) => {
    await context.addInitScript(fillTab, tab);
    await use(page);
  },
});

/** Signs in with the form of managed login, which the page has to be at. */
export async function fillInSignIn(page: Page, who: Pick<Person, 'name' | 'password'>) {
  await page.locator('input[name=username]').fill(who.name);
  await page.locator('input[name=password]').fill(who.password);
  await page.locator('input[name=password]').press('Enter');
}

/** The session storage of a tab in which a person has signed in. */
export async function tabOf(browser: Browser, person: Person): Promise<Record<string, string>> {
  const context = await browser.newContext({ baseURL: stack().console });
  const page = await context.newPage();
  await page.goto('/usage');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await fillInSignIn(page, person);
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  const kept = await page.evaluate(() => ({ ...sessionStorage }));
  await context.close();
  return kept;
}

/** Runs in the page: the tab is signed in until it signs out. */
export function fillTab(kept: Record<string, string>): void {
  if (location.protocol === 'about:') {
    return; // a tab that is not at the console yet has no storage
  }
  if (sessionStorage.getItem('filled') === null) {
    sessionStorage.setItem('filled', 'yes');
    for (const [name, value] of Object.entries(kept)) {
      sessionStorage.setItem(name, value);
    }
  }
}

export { expect };
