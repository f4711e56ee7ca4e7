import { defineConfig } from '@playwright/test';
import { chromium } from './e2e/support/chromium.ts';

/** Sizes of windows: a laptop's, and a phone's. */
export const WIDE = { width: 1280, height: 800 };
export const NARROW = { width: 390, height: 844 };

const { CASEBOOK_BENCH_OUT, CASEBOOK_SHOTS } = process.env;

// One emulator answers all of them, and the machine has to run its functions as well.
export default defineConfig({
  testDir: 'e2e',
  outputDir: '../.build/browser-tests/results',
  globalSetup: './e2e/support/setup.ts',
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    viewport: WIDE,
    locale: 'en-GB',
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
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
