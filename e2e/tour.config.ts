import { defineConfig, devices } from '@playwright/test';
import { findChromium } from '../scripts/chromium.mjs';

const { executablePath, args, env } = await findChromium();
const wide = { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } };
const narrow = { ...devices['Desktop Chrome'], viewport: { width: 390, height: 844 } };

/** `npm run tour`: a picture of every screen, wide and narrow, light and dark, into docs/tour/. */
export default defineConfig({
  testDir: '.',
  testMatch: ['*.tour.ts'],
  globalSetup: './start-rowmill.ts',
  outputDir: '../test-results',
  workers: 1,
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: 'list',
  use: {
    baseURL: process.env.E2E_BASE_URL ?? '',
    reducedMotion: 'reduce',
    launchOptions: { args, ...(executablePath && { executablePath }), ...(env && { env }) },
  },
  projects: [
    { name: 'world', testMatch: 'world.tour.ts', use: wide },
    {
      name: 'wide-light',
      testMatch: 'screens.tour.ts',
      dependencies: ['world'],
      use: { ...wide, colorScheme: 'light' },
    },
    { name: 'wide-dark', testMatch: 'screens.tour.ts', dependencies: ['world'], use: { ...wide, colorScheme: 'dark' } },
    {
      name: 'narrow-light',
      testMatch: 'screens.tour.ts',
      dependencies: ['world'],
      use: { ...narrow, colorScheme: 'light' },
    },
    {
      name: 'narrow-dark',
      testMatch: 'screens.tour.ts',
      dependencies: ['world'],
      use: { ...narrow, colorScheme: 'dark' },
    },
  ],
});
