import type { Page } from '@playwright/test';
import { launchRun } from './launch-run.ts';
import { checkBothSchemes, checkPage, expect, test } from './story.ts';

const OVER_MS = 120_000;

/** A model whose runs are few, so that each of them stands in the table, and one whose price nobody knows. */
const RARE_MODEL = 'gpt-4.1-nano';
const UNPRICED_MODEL = 'gpt-3.5-turbo';

async function finishRun(page: Page, name: string, model: string): Promise<string> {
  const runId = await launchRun(page, { name, model, rows: 200 });
  await page.goto(`/runs/${runId}`);
  await expect(page.getByText(/^Done/).first()).toBeVisible({ timeout: OVER_MS });
  return runId;
}

/** The costs of one run as the HTTP API reports them: what the page must show, to the last digit. */
async function reportedCosts(page: Page, runId: string): Promise<{ batchUsd: string; savedUsd: string }> {
  const headers = { authorization: `Bearer ${process.env.E2E_API_TOKEN}` };
  const report = await (await page.request.get('/api/v1/reports/costs?by=run', { headers })).json();
  return report.data.find((row: { run: string }) => row.run === runId);
}

test('what runs cost is seen by day and by whom, followed down to the rows, downloaded and printed', async ({
  owner: page,
}) => {
  test.setTimeout(240_000);
  // A second try of this story finds the run of the first one too.
  const name = `Costs to look at ${Date.now()}`;
  const runId = await finishRun(page, name, RARE_MODEL);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Costs' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Costs' })).toBeVisible();
  await expect(page.getByText('Sandbox · simulated answers').first()).toBeVisible();
  await expect(page.getByText('These amounts are simulated.')).toBeVisible();
  await expect(page.getByText(/Days are counted in UTC/)).toBeVisible();
  await expect(
    page.getByRole('img', { name: /would have cost \$[\d.]+, would have saved \$[\d.]+/ }).locator('svg'),
  ).toBeVisible();
  await checkBothSchemes(page);
  await page.getByText('How this is computed').click();
  await expect(page.getByText('Would have saved = at real-time prices − would have cost')).toBeVisible();
  await page.getByRole('button', { name: 'Show as table' }).click();
  await expect(page.getByRole('table', { name: 'Costs by day' }).getByRole('row')).not.toHaveCount(1);
  await checkPage(page);

  await page.getByRole('table', { name: 'Costs by model' }).getByRole('link', { name: RARE_MODEL }).click();
  await expect(page).toHaveURL(/model=gpt-4\.1-nano/);
  const row = page.getByRole('table', { name: 'Costs by run' }).getByRole('row').filter({ hasText: name });
  const { batchUsd, savedUsd } = await reportedCosts(page, runId);
  await expect(row.locator(`data[value="${batchUsd}"]`).first()).toBeVisible();
  await expect(row.locator(`data[value="${savedUsd}"]`).first()).toBeVisible();

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV of the costs by run' }).click();
  expect((await download).suggestedFilename()).toMatch(/^costs-by-run-\d{4}-\d\d-01-to-\d{4}-\d\d-\d\d\.csv$/);

  await page.getByRole('link', { name: 'Savings statement' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Savings statement' })).toBeVisible();
  await expect(page.getByText('Nothing here was paid.')).toBeVisible();
  const stated = page.getByRole('table', { name: 'By run' }).getByRole('row').filter({ hasText: name });
  await expect(stated).toContainText(batchUsd);
  await checkPage(page);
  const statement = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV with every term' }).click();
  expect((await statement).suggestedFilename()).toMatch(/^savings-\d{4}-\d\d-01-to-.*\.csv$/);
  await page.goBack();

  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
  await expect(page.getByRole('table', { name: 'Costs by day' })).toBeVisible();
  await page.emulateMedia({ media: 'screen' });

  await row.getByRole('link', { name: /tries of .* failed: show the rows/ }).click();
  await expect(page).toHaveURL(`/runs/${runId}/results?status=failed`);
});

test('what a model without a price costs is unknown, and never nothing', async ({ owner: page }) => {
  test.setTimeout(240_000);
  await finishRun(page, `Costs nobody knows ${Date.now()}`, UNPRICED_MODEL);
  await page.goto(`/costs?money=sandbox&model=${UNPRICED_MODEL}`);
  await expect(page.getByText(/The cost of [\d,]+ tries is unknown/)).toBeVisible();
  const table = page.getByRole('table', { name: 'Costs by model' });
  await expect(table.getByRole('row').filter({ hasText: UNPRICED_MODEL })).toContainText('price unknown');
  await expect(page.getByRole('main')).toContainText('Would have costunknown');
  await checkPage(page);
  await page.getByRole('link', { name: `Model: ${UNPRICED_MODEL}. Take this filter away` }).click();
  await expect(page).toHaveURL('/costs?money=sandbox');
});

test('a period is chosen by name or from day to day, stands in the address, and may be empty', async ({
  owner: page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/costs');
  const periods = page.getByRole('navigation', { name: 'Period' });
  await expect(periods.getByRole('link', { name: 'This month' })).toHaveAttribute('aria-current', 'page');
  await checkBothSchemes(page);
  await periods.getByRole('link', { name: 'Last 7 days' }).click();
  await expect(page).toHaveURL('/costs?period=7-days');
  await expect(periods.getByRole('link', { name: 'Last 7 days' })).toHaveAttribute('aria-current', 'page');
  await page.getByLabel('From').fill('2020-02-01');
  await page.getByLabel('To', { exact: true }).fill('2020-02-29');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL('/costs?from=2020-02-01&to=2020-02-29');
  await expect(page.getByRole('heading', { name: 'Feb 1 – 29, 2020' })).toBeVisible();
  await expect(page.getByText('Before means Jan 3 – 31, 2020.')).toBeVisible();
  await expect(page.getByText('Nothing was spent in this period')).toBeVisible();
  await checkBothSchemes(page);
  await page.goBack();
  await expect(page).toHaveURL('/costs?period=7-days');
});
