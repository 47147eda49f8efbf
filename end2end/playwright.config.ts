import { defineConfig } from '@playwright/test';

import { launchOptions } from './chromium.mjs';

/** A folder: then the pages are only photographed into it, and nothing is tested. */
const screenshots = process.env['SCREENSHOTS'];

const CI = Boolean(process.env['CI']);

/** Tests with `@js` need scripts, those with `@no-js` need none; `@http` needs no browser, so once is enough. */
const projects = [
  { name: 'js', testIgnore: 'screenshots.spec.ts', grepInvert: /@no-js/ },
  {
    name: 'no-js',
    testIgnore: 'screenshots.spec.ts',
    grepInvert: /@js|@http/,
    use: { javaScriptEnabled: false },
  },
];

export default defineConfig({
  testDir: 'specs',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: CI,
  // Where much is broken, everything waits for its time limit; a few dozen failures say enough.
  maxFailures: CI ? 30 : 0,
  globalTimeout: CI ? 25 * 60_000 : 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions,
    // Every test pays for its trace, and nobody opens those of a machine that is gone.
    trace: CI ? 'off' : 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: screenshots ? [{ name: 'screenshots', testMatch: 'screenshots.spec.ts' }] : projects,
});
