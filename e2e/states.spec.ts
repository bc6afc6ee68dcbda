import type { Page, Request } from '@playwright/test';
import type { ResultCounts } from '#lib/results/schema.ts';
import { hugeRun } from './huge-run.ts';
import {
  checkBothSchemes,
  checkPage,
  checkPhoneAndDesk,
  DESK,
  expect,
  openSampleDataset,
  PHONE,
  test,
} from './story.ts';
import { enterAsViewer } from './viewer.ts';

// States that docs/states-of-screens.md lists and that no other story comes by.

/** Holds every such request until it is told what becomes of them. */
async function hold(page: Page, address: string | RegExp, which: (request: Request) => boolean = () => true) {
  const { promise, resolve } = Promise.withResolvers<'send' | 'lose'>();
  await page.route(address, async (route) => {
    if (which(route.request()) && (await promise) === 'lose') await route.abort('connectionrefused');
    else await route.continue();
  });
  return resolve;
}

test.describe('while the server is slow or away', () => {
  test.use({ expectedErrors: /net::ERR_/ });

  test('a page that takes long says so where it was asked for, and what was there stays', async ({ owner: page }) => {
    await page.goto('/datasets');
    const isAsked = (request: Request) => request.headers()['next-router-prefetch'] === undefined;
    const release = await hold(page, /\/costs\?_rsc=/, isAsked);
    const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Costs' });
    await link.click();
    await expect(link.locator('span')).toHaveCSS('opacity', '1');
    await expect(page.getByRole('heading', { level: 1, name: 'Datasets' })).toBeVisible();
    await checkBothSchemes(page);
    release('send');
    await expect(page.getByRole('navigation', { name: 'Period' })).toBeVisible();
    await expect(link.locator('span')).toHaveCSS('opacity', '0');
  });

  test('rows of the data and the price are said to be on their way, or that they could not be had', async ({
    owner: page,
  }) => {
    test.setTimeout(120_000);
    await openSampleDataset(page);
    await page.getByRole('link', { name: 'New run with this data' }).click();
    await expect(page).toHaveURL(/\/instruction$/);
    const draft = page.url().replace(/\/instruction$/, '');
    await page.getByLabel('Instruction for each row').fill('Sum up {{message}}');
    await expect(page.getByRole('status').filter({ hasText: /^Saved$/ })).toBeVisible();

    const rows = await hold(page, /\/rows\?limit=5$/);
    await page.goto(`${draft}/data`);
    await expect(page.getByText('Loading the first rows.')).toBeVisible();
    await checkPage(page);
    rows('lose');
    await expect(page.getByText('The rows could not be loaded. They are safe; try again in a moment.')).toBeVisible();
    await checkBothSchemes(page);

    await page.goto(`${draft}/launch`);
    await expect(page.getByRole('button', { name: /^Launch · / })).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: /^Saved$/ })).toBeVisible();
    const price = await hold(page, /\/launch$/, (request) => request.method() === 'POST');
    await page.reload();
    await expect(page.getByText('Counting the words of your rows to work out the price.')).toBeVisible();
    await checkPhoneAndDesk(page);
    price('lose');
    await expect(page.getByText('The price could not be worked out: the server cannot be reached.')).toBeVisible();
    await checkBothSchemes(page);
    await page.unroute(/\/launch$/);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('button', { name: /^Launch · / })).toBeVisible();
  });

  test('a row, a cell and a search say that they come, and that they could not be had', async ({
    owner: page,
    context,
  }) => {
    test.setTimeout(240_000);
    const { runId } = await hugeRun(page);
    const row = await hold(page, /\/rows\/\d+$/);
    await page.goto(`/runs/${runId}/results?row=2`);
    const drawer = page.getByRole('dialog', { name: 'Row 2' });
    await expect(drawer.getByText('Fetching the row.')).toBeVisible();
    await checkBothSchemes(page);
    row('send');
    await expect(drawer).toContainText('What was sent');
    await page.getByRole('button', { name: 'Close (Escape)' }).click();
    await page.unroute(/\/rows\/\d+$/);

    const grid = page.getByRole('grid', { name: 'Results' });
    const cell = await hold(page, /\/rows\/\d+$/);
    await grid.getByRole('gridcell', { name: 'v3.0', exact: true }).dblclick();
    const whole = page.getByRole('dialog', { name: 'column 1, row 4' });
    await expect(whole.getByText('Fetching the cell.')).toBeVisible();
    cell('lose');
    await expect(whole.getByText('The server cannot be reached.', { exact: false })).toBeVisible();
    await checkBothSchemes(page);
    await whole.getByRole('button', { name: 'Close' }).click();
    await expect(whole).toHaveCount(0);
    await page.unroute(/\/rows\/\d+$/);

    await context.setOffline(true);
    await page.getByRole('searchbox').fill('v7.');
    await expect(page.getByText('The server cannot be reached.', { exact: false }).first()).toBeVisible();
    await checkBothSchemes(page);
    await context.setOffline(false);
    await expect(page.getByText('1 of 30 rows with “v7.” in a cell or an answer.')).toBeVisible({ timeout: 30_000 });
  });
});

test('results of a run that goes on say how many there are, and that more came in', async ({ owner: page }) => {
  test.setTimeout(240_000);
  const { runId } = await hugeRun(page);
  let arrived = 3;
  await page.route('**/api/runs/*/counts', async (route) => {
    const response = await route.fetch();
    const now: ResultCounts = await response.json();
    const { total } = now.counts;
    Object.assign(now, { status: 'running' });
    Object.assign(now.counts, { succeeded: arrived, failed: 0, inFlight: total - arrived });
    await route.fulfill({ response, json: now });
  });
  const comeBack = () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await page.goto(`/runs/${runId}/results?status=succeeded`);
  await expect(async () => {
    await comeBack();
    await expect(page.getByText('3 of 30 rows answered.')).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 15_000 });
  await expect(page.getByText('Running', { exact: true })).toBeVisible();
  arrived = 4;
  await expect(page.getByText('4 of 30 rows answered.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Answers came in: look again' })).toBeVisible();
  await checkPhoneAndDesk(page);
});

test.describe('with fingers', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: PHONE });

  test('the results say what a finger can do', async ({ owner: page }) => {
    test.setTimeout(240_000);
    const { runId } = await hugeRun(page);
    await page.goto(`/runs/${runId}/results`);
    await expect(page.getByText('Tap a row’s number to see all of the row.')).toBeVisible();
    await expect(page.getByText(/double click/)).toBeHidden();
    await page.getByRole('link', { name: 'Open row 1', exact: true }).tap();
    await expect(page.getByRole('dialog', { name: 'Row 1' })).toContainText('What was sent');
    await checkPage(page);
  });
});

test('whoever forgot their password is told the way, and who may only look finds no button that refuses', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.setViewportSize(PHONE);
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill('nobody@example.org');
  await page.getByLabel('Password', { exact: true }).fill('not a password of anybody');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('This email and password do not belong together.', { exact: false })).toBeVisible();
  await page.getByText('Forgot your password?').click();
  await expect(page.getByText('npm run password -- you@example.org')).toBeVisible();
  await checkBothSchemes(page);

  await enterAsViewer(page);
  await page.setViewportSize(DESK);
  const main = page.getByRole('main');
  for (const address of ['/', '/runs', '/datasets', '/templates', '/costs', '/settings/connections']) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    for (const name of ['New run', 'Continue', 'Discard', 'Add connection', 'Connect a provider'])
      await expect(main.getByRole('link', { name }).or(main.getByRole('button', { name })), address).toHaveCount(0);
  }
  await page.goto('/runs?name=Sample');
  await page.getByRole('link', { name: 'Sample: label support messages' }).first().click();
  await expect(page.getByRole('link', { name: 'See the results' })).toBeVisible();
  for (const name of [/^Retry/, 'Save as template', 'Run again with changes', 'Cancel run'])
    await expect(main.getByRole('link', { name }).or(main.getByRole('button', { name }))).toHaveCount(0);
  for (const [address, words] of [
    ['/runs/new', 'As a viewer you cannot prepare runs.'],
    ['/datasets/new', 'As a viewer you cannot add datasets.'],
    ['/costs', 'As a viewer you do not see what runs cost.'],
    ['/settings/tokens', 'API tokens are made by leads and owners.'],
    ['/settings/audit', 'The audit log is for leads and owners.'],
  ] as const) {
    await page.goto(address);
    await expect(page.getByText(words, { exact: false })).toBeVisible();
    await checkPage(page);
  }
});
