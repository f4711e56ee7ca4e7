/** The chat with an agent, as a person uses it. */

import { expect, type Locator, type Page } from '@playwright/test';
import { stack } from './stack.ts';

let keys = 0;

/** A key for an answer that the model holds back (tests/browser/answers.py), new each time. */
export function newKey(): string {
  return `k${process.pid}x${++keys}`;
}

export class Chat {
  readonly page: Page;
  readonly dialog: Locator;
  readonly input: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog');
    this.input = this.dialog.getByRole('textbox', { name: 'Your message' });
  }

  /** Opens the chat of a workload's page, with a session that is the test's own. */
  static async open(page: Page, workloadId = stack().workloadId): Promise<Chat> {
    await page.goto(`/workloads/${workloadId}`);
    const chat = await Chat.reopen(page);
    await chat.dialog.getByRole('button', { name: 'Start a new chat' }).click();
    return chat;
  }

  /** The chat of the page that is shown, as it was left. */
  static async reopen(page: Page): Promise<Chat> {
    await page.getByRole('button', { name: 'Ask an Agent' }).click();
    const chat = new Chat(page);
    await expect(chat.input).toBeVisible();
    return chat;
  }

  async ask(question: string): Promise<void> {
    await this.input.fill(question);
    await this.input.press('Enter');
  }

  /** The newest answer. */
  get answer(): Locator {
    return this.dialog.getByRole('article', { name: 'The agent' }).last();
  }

  /** An answer that is complete can be copied. */
  async expectAnswered(): Promise<void> {
    await expect(this.answer.getByRole('button', { name: 'Copy', exact: true })).toBeVisible();
  }
}
