import { defineConfig } from '@playwright/test';
import { findOrInstallChromium } from '../scripts/test/chromium.ts';
import { chromiumArguments } from './support/chromium-arguments.ts';

// The workers read this file too, and find here what the first process found.
process.env.CHROME_BIN ??= await findOrInstallChromium();

/** The started product in a real browser. `npm test` counts what runs; by hand: `npx playwright test` in this folder. */
export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  globalSetup: './support/build-console.ts',
  // Each has two services and a browser of its own; the smallest machines that run this have two cores.
  workers: 2,
  // What passes only sometimes does not hold.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // For what never comes: whatever comes does so in a fraction of these, on a machine that has other things to do too.
  timeout: 600_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    actionTimeout: 30_000,
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    locale: 'en-GB',
    timezoneId: 'Europe/Zurich',
    // Each frame of a movement is drawn by a core; `calm.spec.ts` lets everything move.
    contextOptions: { reducedMotion: 'reduce' },
    // What was done, asked and said. Pictures of each moment took a quarter of the time: `--trace retain-on-failure` has them.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: process.env.CHROME_BIN, args: chromiumArguments },
  },
});
