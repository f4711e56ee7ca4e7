/** Finds the system's Chromium. */

import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium as bundled } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * The path of a Chromium: what `CHROMIUM` says, the first on the PATH, or the one that
 * `npx playwright install chromium` has put in place. Throws when there is none.
 */
export function chromium(environment: NodeJS.ProcessEnv = process.env): string {
  const { CHROMIUM: named, PATH = '' } = environment;
  if (named) {
    if (!isProgram(named)) {
      throw new Error(`CHROMIUM names ${named}, which is no program. Name another, or unset it.`);
    }
    return named;
  }
  const folders = PATH.split(delimiter).filter((folder) => folder !== '');
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = candidates.find(isProgram) ?? bundled.executablePath();
  if (!existsSync(found)) {
    throw new Error(
      'The browser tests need Chromium, and there is none. Install the package `chromium` of ' +
        'your system, run `npx playwright install chromium` in web/, or name one in CHROMIUM.',
    );
  }
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
