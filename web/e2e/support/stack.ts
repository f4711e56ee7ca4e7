/** The stack that the browser tests run against (tests/browser), and the commands that it takes. */

import { request } from '@playwright/test';

export interface Person {
  name: string;
  password: string;
  /** An ID token, for what a test does without a page. */
  token: string;
}

export interface Stack {
  console: string;
  api: string;
  person: Omit<Person, 'token'>;
  /** The shop's. */
  workloadId: string;
  control: string;
}

const VARIABLE = 'CASEBOOK_BROWSER_STACK';

export function remember(stack: string): void {
  process.env[VARIABLE] = stack;
}

export function isRemembered(): boolean {
  return process.env[VARIABLE] !== undefined;
}

/** The stack that the global setup has started. */
export function stack(): Stack {
  return JSON.parse(process.env[VARIABLE] ?? '{}');
}

/** Has the harness do something; tests/browser/scene.py says what there is. */
async function command<Answer>(name: string, asked: object, seconds = 30): Promise<Answer> {
  const context = await request.newContext();
  const answer = await context.post(`${stack().control}/${name}`, {
    data: asked,
    timeout: seconds * 1000,
  });
  const body = await answer.json();
  await context.dispose();
  if (!answer.ok()) {
    throw new Error(`${name}: ${body.error}`);
  }
  return body;
}

export const newPerson = (project = 'shop') => command<Person>('person', { project });

let names = 0;

/** A name that no other test has used, in no run. */
export function newName(word: string): string {
  return `${word}-${Date.now().toString(36)}${process.pid}${++names}`;
}

/** A workload that has diagnoses of the test's own making alone; its id. */
export const newWorkload = async (name: string, project = 'shop') =>
  (await command<{ workloadId: string }>('workload', { name, project })).workloadId;

/** Takes a workload away under its open sessions, whose next turns fail. */
export const loseWorkload = (workloadId: string) => command('lose-workload', { workloadId });

export const giveBackWorkload = (workloadId: string) =>
  command('give-back-workload', { workloadId });

/** The model goes on with the answers that wait for the key. */
export const release = (key: string) => command('release', { key });

/** Breaks the shop; the promise holds until the alarm has fired by itself. */
export const breakShop = (fault: string) => command<{ began: string }>('break', { fault }, 300);

export const repairShop = () => command('repair', {});

/** An alarm comes in that CloudWatch has not evaluated itself. */
export const fireAlarm = (name: string) => command('alarm', { name });

export const useUpSessions = (person: Person, workloadId: string) =>
  command('use-up-sessions', { token: person.token, workloadId });

/** Calls the API without a page. Throws unless it answers well. */
export async function call<Answer>(
  person: Person,
  method: string,
  path: string,
  data?: object,
): Promise<Answer> {
  const context = await request.newContext({
    extraHTTPHeaders: { Authorization: `Bearer ${person.token}` },
  });
  const answer = await context.fetch(`${stack().api}${path}`, { method, data });
  const text = await answer.text();
  await context.dispose();
  if (!answer.ok()) {
    throw new Error(`${method} ${path}: HTTP ${answer.status()} ${text}`);
  }
  return text === '' ? (undefined as Answer) : JSON.parse(text);
}
