/** A chat survives what happens to pages, networks, sign-ins and clocks. */

import type { Page } from '@playwright/test';
import { Chat, newKey } from './support/chat.ts';
import { release, stack } from './support/stack.ts';
import { expect, fillInSignIn, test } from './support/test.ts';

const BEGINNING = 'The orders fail';
const END = 'Put it back.';

/** The network between the page and the stack, which can be cut. */
async function networkOf(page: Page) {
  const open = new Set<{ close(): Promise<void> }>();
  let isCut = false;
  await page.routeWebSocket(/.*/, (socket) => {
    if (isCut) {
      void socket.close();
      return;
    }
    const server = socket.connectToServer();
    open.add(socket);
    open.add(server);
  });
  return {
    /** Ends the open WebSocket, as a proxy does that has had enough. */
    async dropSockets() {
      await Promise.all([...open].map((each) => each.close()));
      open.clear();
    },
    async cut() {
      isCut = true;
      await page.context().setOffline(true);
      await this.dropSockets();
    },
    async mend() {
      isCut = false;
      await page.context().setOffline(false);
    },
  };
}

/** The whole answer, once, and nothing else: no message about a connection. */
async function expectWholeOnce(chat: Chat): Promise<void> {
  await chat.expectAnswered();
  await expect(chat.answer).toContainText(END);
  await expect(chat.dialog.locator('p', { hasText: BEGINNING })).toHaveCount(1);
  await expect(chat.dialog.getByRole('article')).toHaveCount(2);
  await expect(chat.dialog.getByText(/connection|interrupted/i)).toHaveCount(0);
}

/** A chat in the middle of an answer, whose rest comes when `key` is released. */
async function answering(page: Page): Promise<{ chat: Chat; key: string }> {
  const key = newKey();
  const chat = await Chat.open(page);
  await chat.ask(`hold-${key}: why do orders fail?`);
  await expect(chat.answer).toContainText(BEGINNING);
  return { chat, key };
}

test('a page that is loaded again in mid-answer goes on with it', async ({ signedIn: page }) => {
  const { key } = await answering(page);

  await page.reload();
  const again = await Chat.reopen(page);
  await expect(again.answer).toContainText(BEGINNING);
  await expect(again.answer).not.toContainText(END);
  await release(key);
  await expectWholeOnce(again);
});

test('a network that is lost in mid-answer is a thin line, and what was missed is there', async ({
  signedIn: page,
  watched,
}) => {
  watched.expectFailedRequests();
  const network = await networkOf(page);
  const { chat, key } = await answering(page);

  await network.cut();
  await expect(chat.dialog.getByText('The connection was lost.')).toBeVisible();
  await expect(chat.answer).toContainText(BEGINNING);
  await release(key);
  await network.mend();
  await expectWholeOnce(chat);
});

test('a second tab shows the same answer as it comes', async ({ signedIn: page, context }) => {
  const { chat, key } = await answering(page);

  const tab = await context.newPage();
  await tab.goto(page.url());
  const other = await Chat.reopen(tab);
  await expect(other.answer).toContainText(BEGINNING);
  await release(key);
  await expectWholeOnce(chat);
  await expectWholeOnce(other);
});

test('an answer that was finished while nobody looked is there, and not “interrupted”', async ({
  signedIn: page,
}) => {
  const { key } = await answering(page);
  const address = page.url();

  await page.goto('about:blank');
  await release(key);
  await page.goto(address);
  await expectWholeOnce(await Chat.reopen(page));
});

test('a sign-in that expires in mid-answer is renewed by the person, who loses nothing', async ({
  signedIn: page,
  person,
  watched,
}) => {
  watched.expectFailedRequests();
  const network = await networkOf(page);
  const { key } = await answering(page);

  const refuse = `${stack().api}/**`;
  await page.route(refuse, (route) =>
    route.fulfill({
      status: 401,
      headers: { 'access-control-allow-origin': '*' },
      json: { message: 'Unauthorized' },
    }),
  );
  await network.dropSockets();
  await expect(page.getByText('Your sign-in has expired').first()).toBeVisible();
  await release(key);
  await page.unroute(refuse);
  await page.getByRole('button', { name: 'Sign in' }).first().click();
  await fillInSignIn(page, person);
  await expect(page).toHaveURL(/\/workloads\/wkl_/);
  await expectWholeOnce(await Chat.reopen(page));
});

for (const [words, hours] of [
  ['fast', 1],
  ['slow', -1],
] as const) {
  test(`a clock that is an hour ${words} changes nothing`, async ({ signedIn: page }) => {
    await page.addInitScript((shift) => {
      const Real = Date;
      // biome-ignore lint/suspicious/noGlobalAssign: the page's clock is what is tested
      Date = class extends Real {
        constructor(...given: unknown[]) {
          super(...((given.length === 0 ? [Real.now() + shift] : given) as [number]));
        }

        static override now(): number {
          return Real.now() + shift;
        }
      } as DateConstructor;
    }, hours * 3_600_000);
    const chat = await Chat.open(page);
    await chat.ask('Why do orders fail?');
    await expectWholeOnce(chat);
  });
}
