import type { Page, Request } from '@playwright/test';
import { CAUSE_WORDS } from '#lib/providers/cause-words.ts';
import { FAILURE_CAUSES, isTransient } from '#lib/providers/failure-causes.ts';
import type { RunProgress } from '#lib/runs/schema.ts';
import { checkBothSchemes, checkPage, csvFile, expect, openSampleDataset, test } from './story.ts';
import { callApi } from './tour-world.ts';
import { enterAsViewer } from './viewer.ts';

// States that docs/states-of-screens.md lists and that no other story comes by.

const OVER_MS = 120_000;
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1440, height: 900 };

/** As long as a name may be thought, without a place to break it. */
const WORD = 'Kundenbeschwerdenbearbeitungsverzeichnis'.repeat(4).slice(0, 150);
const QUESTION = 'How satisfied were you with the delivery of your last parcel to your home, all in all?';
const COLUMNS = Array.from({ length: 200 }, (_, index) => [QUESTION, WORD][index - 5] ?? `column ${index + 1}`);
const LABELS = Array.from({ length: 100 }, (_, index) => [QUESTION, 'y'.repeat(90)][index - 3] ?? `label ${index + 1}`);

let huge: { datasetId: string; runId: string } | undefined;

/** A run whose names, columns and labels are as many and as long as they come, answered. */
async function hugeRun(page: Page): Promise<{ datasetId: string; runId: string }> {
  if (huge) return huge;
  const rows = Array.from({ length: 60 }, (_, row) => COLUMNS.map((_, column) => `v${row}.${column}`).join());
  const sheet = [COLUMNS.map((name) => `"${name}"`).join(), ...rows].join('\n');
  const dataset = await callApi<{ id: string }>(`/datasets?name=${WORD}`, sheet, 'text/csv');
  const run = await callApi<{ id: string }>('/runs', {
    ...{ datasetId: dataset.id, name: WORD, model: 'gpt-4.1-mini', connection: 'sandbox', launch: true },
    ...{ prompt: { user: 'Sort {{column 1}}' }, output: { kind: 'label', labels: LABELS }, rows: { limit: 30 } },
  });
  await page.goto(`/runs/${run.id}`);
  await expect(page.getByText(/^Done/).first()).toBeVisible({ timeout: OVER_MS });
  huge = { datasetId: dataset.id, runId: run.id };
  return huge;
}

/** A phone in the light and a desk in the dark. */
async function checkPhoneAndDesk(page: Page): Promise<void> {
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ colorScheme: 'light' });
  await checkPage(page);
  await page.setViewportSize(DESK);
  await page.emulateMedia({ colorScheme: 'dark' });
  await checkPage(page);
}

/** Holds every such request until it is told what becomes of them. */
async function hold(page: Page, address: string | RegExp, which: (request: Request) => boolean = () => true) {
  const { promise, resolve } = Promise.withResolvers<'send' | 'lose'>();
  await page.route(address, async (route) => {
    if (which(route.request()) && (await promise) === 'lose') await route.abort('connectionrefused');
    else await route.continue();
  });
  return resolve;
}

test('very long names, 200 columns and 100 labels push nothing out of sight', async ({ owner: page }) => {
  test.setTimeout(240_000);
  const { datasetId, runId } = await hugeRun(page);
  await checkPhoneAndDesk(page);
  for (const [address, label, last] of [
    ['/runs?name=Kunden', 'Runs, newest first', 'Spent'],
    ['/datasets?search=Kunden', 'Datasets', 'Rows'],
    ['/costs?money=sandbox&model=gpt-4.1-mini', 'Costs by run', 'Failed'],
  ] as const) {
    await page.goto(address);
    const head = page.getByRole('table', { name: label }).getByRole('columnheader', { name: last, exact: true });
    for (const size of [PHONE, DESK]) {
      await page.setViewportSize(size);
      await head.scrollIntoViewIfNeeded();
      const box = await head.boundingBox();
      expect((box?.x ?? size.width) + (box?.width ?? 0), `${label} at ${size.width}`).toBeLessThan(size.width);
    }
  }
  await page.goto('/datasets/new');
  await page.getByLabel('Choose a CSV file').setInputFiles(csvFile(`${WORD}.csv`, `${WORD},b\n${WORD},2\n`));
  await expect(page.getByRole('table', { name: 'First rows of the file' })).toContainText('Kunden');
  await checkPhoneAndDesk(page);
  await page.goto(`/datasets/${datasetId}`);
  await expect(page.getByText('Columns 1 to 40 of 200')).toBeVisible();
  await checkPhoneAndDesk(page);

  await page.goto(`/runs/${runId}/results`);
  const grid = page.getByRole('grid', { name: 'Results' });
  await expect(page.getByRole('combobox', { name: 'More answers of label' })).toBeVisible();
  await checkPhoneAndDesk(page);
  await grid.focus();
  await page.keyboard.press('Control+End');
  await expect(grid.getByRole('columnheader', { name: /^Cost/ })).toBeInViewport();
  await expect(grid.getByRole('gridcell', { name: 'v29.199', exact: true })).toBeVisible();
});

test('a new run over 200 columns and 100 labels fits every step', async ({ owner: page }) => {
  test.setTimeout(240_000);
  const { runId } = await hugeRun(page);
  await page.goto(`/runs/new?from=${runId}`);
  await expect(page.getByLabel('Find one of 200 columns')).toBeVisible();
  await expect(page.getByLabel('Instruction for each row')).toHaveAttribute('contenteditable');
  await checkPhoneAndDesk(page);
  await page.getByRole('button', { name: 'Next: Answer' }).click();
  await expect(page.getByText('Labels (100)')).toBeVisible();
  await page.getByRole('button', { name: 'Next: Launch' }).click();
  await expect(page.getByRole('button', { name: /^Launch · / })).toBeVisible();
  await page.getByText('What these words mean').click();
  await expect(page.getByText(/about three quarters of a word\. What goes out/)).toBeVisible();
  await checkPhoneAndDesk(page);
});

test('every cause of failure at once is a list of sentences, each with its remedy', async ({ owner: page }) => {
  test.setTimeout(240_000);
  const { runId } = await hugeRun(page);
  await page.route('**/api/runs/*/progress', async (route) => {
    const response = await route.fetch();
    const progress: RunProgress = await response.json();
    const failures = FAILURE_CAUSES.filter((cause) => cause !== 'canceled').map((cause, index) => ({
      ...{ cause, count: 1_000 + index, example: WORD, ...CAUSE_WORDS[cause], passes: isTransient(cause) },
      ...{ firstRows: [0, 7, 99_998, 99_999, 999_999], retryUsd: '0.5' },
    }));
    Object.assign(progress, { failures });
    Object.assign(progress.run, { status: 'completed_with_failures' });
    await route.fulfill({ response, json: progress });
  });
  await page.goto(`/runs/${runId}`);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  for (const cause of ['rate_limited', 'refused', 'model_unavailable'] as const)
    await expect(page.getByText(`${CAUSE_WORDS[cause].title} · `).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^Retry 1,0\d\d rows · ≈ \$0\.50: / })).toHaveCount(15);
  await checkPhoneAndDesk(page);
});

test('more runs than a page holds come in pages', async ({ owner: page }) => {
  const headers = { authorization: `Bearer ${process.env.E2E_API_TOKEN}` };
  const [{ id: datasetId }] = (await (await page.request.get('/api/v1/datasets?search=Sample', { headers })).json())
    .data;
  for (let index = 1; index <= 60; index++) {
    await callApi('/runs', {
      ...{ datasetId, name: `Prepared ${index}`, model: 'gpt-4o-mini', connection: 'sandbox', launch: false },
      ...{ prompt: { user: '{{message}}' }, output: { kind: 'text' }, rows: { limit: 1 } },
    });
  }
  await page.goto('/runs?name=Prepared');
  const rows = page.getByRole('table', { name: 'Runs, newest first' }).getByRole('row');
  await expect(rows).toHaveCount(26);
  await expect(rows.nth(1)).toContainText('Prepared 60');
  await page.getByRole('link', { name: 'Last page' }).click();
  await expect(rows.last()).toContainText('Prepared 1');
  await checkPhoneAndDesk(page);
});

test.describe('while the server is slow or away', () => {
  test.use({ expectedErrors: /net::ERR_/ });

  test('the frame of the costs stands at once, and what they are follows', async ({ owner: page }) => {
    await page.goto('/datasets');
    const isAsked = (request: Request) => request.headers()['next-router-prefetch'] === undefined;
    const release = await hold(page, /\/costs\?_rsc=/, isAsked);
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Costs' }).click();
    await expect(page.getByText('Adding up what runs cost and saved.')).toBeVisible();
    await checkBothSchemes(page);
    release('send');
    await expect(page.getByRole('navigation', { name: 'Period' })).toBeVisible();
    await expect(page.getByText('Adding up what runs cost and saved.')).toHaveCount(0);
  });

  test('rows of the data and the price are said to be on their way, or that they could not be had', async ({
    owner: page,
  }) => {
    test.setTimeout(120_000);
    await openSampleDataset(page);
    await page.getByRole('link', { name: 'New run with this data' }).click();
    await expect(page).toHaveURL(/\/instruction$/);
    const draft = page.url().replace(/\/instruction$/, '');
    await expect(page.getByLabel('Instruction for each row')).toHaveAttribute('contenteditable');
    await page.getByLabel('Instruction for each row').fill('Sum up {{message}}');
    await expect(page.getByRole('status').filter({ hasText: /^Saved$/ })).toBeVisible();

    const rows = await hold(page, /\/rows\?limit=5$/);
    await page.goto(`${draft}/data`);
    await expect(page.getByText('Loading the first rows.')).toBeVisible();
    await checkPage(page);
    rows('lose');
    await expect(page.getByText('The rows could not be loaded. They are safe; try again in a moment.')).toBeVisible();
    await checkBothSchemes(page);

    const price = await hold(page, /\/launch$/, (request) => request.method() === 'POST');
    await page.goto(`${draft}/launch`);
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
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByText('1 of 30 rows with “v7.” in a cell or an answer.')).toBeVisible();
  });
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
    ['/settings/tokens', 'API tokens are made by leads and owners.'],
    ['/settings/audit', 'The audit log is for leads and owners.'],
  ] as const) {
    await page.goto(address);
    await expect(page.getByText(words, { exact: false })).toBeVisible();
    await checkPhoneAndDesk(page);
  }
});
