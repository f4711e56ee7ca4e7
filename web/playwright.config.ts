import { defineConfig } from '@playwright/test';
import { chromium } from './e2e/support/chromium.ts';

/** Sizes of windows: a laptop's, and a phone's. */
export const WIDE = { width: 1280, height: 800 };
export const NARROW = { width: 390, height: 844 };

// A machine that does other things too needs more of the third.
const { CASEBOOK_BENCH_OUT, CASEBOOK_SHOTS, CASEBOOK_PATIENCE = '1' } = process.env;
const PATIENCE = Number(CASEBOOK_PATIENCE);

// One emulator answers all of them, and the machine has to run its functions as well.
export default defineConfig({
  testDir: 'e2e',
  outputDir: '../.build/browser-tests/results',
  globalSetup: './e2e/support/setup.ts',
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000 * PATIENCE,
  expect: { timeout: 30_000 * PATIENCE },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    viewport: WIDE,
    locale: 'en-GB',
    actionTimeout: 20_000 * PATIENCE,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium(),
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
    },
  },
  projects: [project()],
});

/** The tests, or what is measured or photographed when that is asked for. */
function project(): { name: string; testDir?: string; testMatch: RegExp } {
  if (CASEBOOK_BENCH_OUT) {
    return { name: 'bench', testDir: 'bench', testMatch: /\.bench\.ts/ };
  }
  return CASEBOOK_SHOTS
    ? { name: 'pictures', testMatch: /pictures\.ts/ }
    : { name: 'console', testMatch: /\.spec\.ts/ };
}
