/** Starts the stack once for all browser tests, and ends it after the last. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { isRemembered, remember } from './stack.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** Whoever works on the tests may keep a stack: its line of JSON in CASEBOOK_BROWSER_STACK. */
export default async function setup(): Promise<() => Promise<void>> {
  if (isRemembered()) {
    return async () => {};
  }
  const { CASEBOOK_PYTHON: python = resolve(ROOT, '.build/venv/bin/python') } = process.env;
  if (!existsSync(python)) {
    throw new Error(`There is no ${python}. Run \`make env\`.`);
  }
  const harness = spawn(python, ['-m', 'tests.browser'], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  remember(await firstLine(harness));
  return async () => {
    // It ends the emulator, and itself, when its standard input is closed.
    harness.stdin.end();
    if (harness.exitCode === null) {
      await once(harness, 'exit');
    }
  };
}

async function firstLine(harness: ChildProcess): Promise<string> {
  if (harness.stdout === null) {
    throw new Error('the harness has no standard output');
  }
  for await (const line of createInterface(harness.stdout)) {
    return line;
  }
  throw new Error('The stack of the browser tests did not start; what went wrong stands above.');
}
