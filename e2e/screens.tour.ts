import type { Page, TestInfo } from '@playwright/test';
import { expect, test } from './story.ts';
import { launchLetters, readWorld, type TourWorld } from './tour-world.ts';

type Screen = {
  /** The name of its picture. */
  name: string;
  address: (world: TourWorld) => string;
  /** Waits until there is something to look at, and opens what has to be open. */
  ready?: (page: Page) => Promise<void>;
};

const SCREENS: readonly Screen[] = [
  { name: 'home', address: () => '/' },
  { name: 'runs', address: () => '/runs' },
  { name: 'datasets', address: () => '/datasets' },
  { name: 'dataset', address: ({ datasetId }) => `/datasets/${datasetId}` },
  { name: 'run-done', address: ({ doneRunId }) => `/runs/${doneRunId}` },
  { name: 'run-failures', address: ({ failedRunId }) => `/runs/${failedRunId}` },
  { name: 'results', address: ({ doneRunId }) => `/runs/${doneRunId}/results` },
  { name: 'templates', address: () => '/templates' },
  { name: 'connections', address: () => '/settings/connections' },
  { name: 'prices', address: () => '/settings/prices' },
  { name: 'tokens', address: () => '/settings/tokens' },
  { name: 'audit', address: () => '/settings/audit' },
  { name: 'not-found', address: () => '/nowhere' },
];

test.beforeEach(async ({ context }) => {
  await context.addCookies(JSON.parse(readWorld().cookies));
});

for (const screen of SCREENS) {
  test(screen.name, async ({ page }, info) => {
    await page.goto(screen.address(readWorld()));
    await screen.ready?.(page);
    await takePicture(page, info, screen.name);
  });
}

test('run-in-progress', async ({ page }, info) => {
  const { datasetId } = readWorld();
  const run = await launchLetters(datasetId, 'Label the October letters again');
  await page.goto(`/runs/${run.id}`);
  await expect(page.getByText(/^[1-9][\d,]* of 3,000 rows answered/)).toBeVisible({ timeout: 120_000 });
  await takePicture(page, info, 'run-in-progress');
});

/** Fonts and everything asked for are there; nothing moves any more. */
async function takePicture(page: Page, info: TestInfo, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `docs/tour/${name}-${info.project.name}.png`, animations: 'disabled' });
}
