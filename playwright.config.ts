import { defineConfig, devices } from '@playwright/test';
import { findChromium } from './scripts/chromium.mjs';

const { executablePath, args, env } = await findChromium();

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/start-rowmill.ts',
  outputDir: 'test-results',
  // One database and one start behind all of them.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  // For the reason given in vitest.config.ts.
  retries: process.env.CI ? 1 : 0,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    baseURL: process.env.E2E_BASE_URL ?? '',
    screenshot: 'only-on-failure',
    // A trace takes a fifth of the time; where a failure is tried again, the second try has one.
    trace: process.env.CI ? 'on-first-retry' : 'retain-on-failure',
    launchOptions: { args, ...(executablePath && { executablePath }), ...(env && { env }) },
  },
  projects: [{ name: 'desktop', use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } } }],
});
