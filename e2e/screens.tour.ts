import type { Page, TestInfo } from '@playwright/test';
import { csvFile, expect, test } from './story.ts';
import { launchLetters, readWorld, type TourWorld, tourSheet } from './tour-world.ts';

// The browser complains of the page that is not there.
test.use({ expectedErrors: /status of 404/ });

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
  {
    name: 'row',
    address: ({ doneRunId }) => `/runs/${doneRunId}/results?row=17`,
    ready: async (page) => expect(page.getByRole('dialog', { name: 'Row 17' })).toContainText('What was sent'),
  },
  { name: 'upload', address: () => '/datasets/new', ready: chooseFile },
  { name: 'upload-problems', address: () => '/datasets/new', ready: chooseRaggedFile },
  { name: 'new-data', address: () => '/runs/new' },
  {
    name: 'new-instruction',
    address: ({ doneRunId }) => `/runs/new?from=${doneRunId}`,
    ready: goToStep('Instruction'),
  },
  { name: 'new-answer', address: ({ doneRunId }) => `/runs/new?from=${doneRunId}`, ready: goToStep('Answer') },
  { name: 'new-try', address: ({ doneRunId }) => `/runs/new?from=${doneRunId}`, ready: tryRows },
  { name: 'new-launch', address: ({ doneRunId }) => `/runs/new?from=${doneRunId}`, ready: goToStep('Launch') },
  { name: 'templates', address: () => '/templates' },
  { name: 'template', address: ({ templateAddress }) => templateAddress },
  { name: 'account', address: () => '/settings/account' },
  { name: 'connections', address: () => '/settings/connections' },
  { name: 'costs', address: () => '/costs?period=30-days&money=paid' },
  { name: 'statement', address: () => '/costs/statement?period=30-days&money=paid' },
  { name: 'budgets', address: () => `/costs/budgets?month=${lastMonth()}` },
  { name: 'spending', address: () => '/settings/spending' },
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

test.describe('before signing in', () => {
  test.beforeEach(({ context }) => context.clearCookies());

  test('sign-in', async ({ page }, info) => {
    await page.goto('/sign-in');
    await takePicture(page, info, 'sign-in');
  });
});

test('run-in-progress', async ({ page }, info) => {
  const { datasetId } = readWorld();
  const run = await launchLetters(datasetId, 'Label the October letters again');
  await page.goto(`/runs/${run.id}`);
  // Half-way, so that the chart has something to show.
  await expect(page.getByText(/^(1,[5-9]\d\d|2,\d\d\d) of 3,000 rows answered/)).toBeVisible({ timeout: 120_000 });
  await takePicture(page, info, 'run-in-progress');
});

/** The last one that is over: the present one may have begun today. */
function lastMonth(): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1)).toISOString().slice(0, 7);
}

/** Leads to one step of the draft that the address began. */
function goToStep(name: string) {
  return async (page: Page) => {
    const steps = page.getByRole('navigation', { name: 'Steps of the new run' });
    await steps.getByRole('link', { name: new RegExp(`^${name}`) }).click();
    await expect(page).toHaveURL(new RegExp(`/${name.toLowerCase()}$`));
  };
}

async function tryRows(page: Page): Promise<void> {
  await goToStep('Try')(page);
  await page.getByRole('button', { name: /^Try \d+ rows now/ }).click();
  await expect(page.getByText(/^(\d+) of \1 rows answered by/)).toBeVisible();
}

async function chooseFile(page: Page): Promise<void> {
  await page.getByLabel('Choose a CSV file').setInputFiles(csvFile('letters-november.csv', tourSheet(200)));
  await expect(page.getByRole('table', { name: 'First rows of the file' })).toBeVisible();
}

async function chooseRaggedFile(page: Page): Promise<void> {
  const ragged = tourSheet(40).replace(',praise\r\n', ',praise,and one cell more\r\n');
  await page.getByLabel('Choose a CSV file').setInputFiles(csvFile('letters-with-problems.csv', ragged));
  await expect(page.getByRole('table', { name: 'First rows of the file' })).toBeVisible();
}

/** Fonts and everything asked for are there; nothing moves any more. */
async function takePicture(page: Page, info: TestInfo, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await expect(page.getByText(/^(Loading|Counting|Working out) |^The chart is being drawn/)).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `docs/tour/${name}-${info.project.name}.png`, animations: 'disabled' });
}
