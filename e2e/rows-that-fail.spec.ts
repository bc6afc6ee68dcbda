import type { Page } from '@playwright/test';
import { checkPage, expect, openSampleDataset, test } from './story.ts';

/** Prepares a run of the sample and launches it; every row is sent once only, so that what fails stays failed. */
async function launchOnce(page: Page, name: string): Promise<void> {
  await openSampleDataset(page);
  await page.getByRole('link', { name: 'New run with this data' }).click();
  await page.getByLabel('Instruction for each row').fill('Summarize: {{message}}');
  await page.getByRole('button', { name: 'Next: Answer' }).click();
  await page.getByRole('button', { name: 'Next: Launch' }).click();
  await page.getByLabel('Name of the run (optional)').fill(name);
  await page.getByText('Advanced', { exact: true }).click();
  await page.getByLabel('Send a row at most … times').fill('1');
  await page.getByRole('button', { name: /^Launch · / }).click();
  await expect(page.getByText(/500 rows in · .* · 0 missing/)).toBeVisible();
}

test('failed rows are grouped by cause in words, and only they are sent again', async ({ owner: page }) => {
  test.setTimeout(240_000);
  await launchOnce(page, 'Some rows fail');
  await expect(page.getByText('Done, some failed', { exact: true })).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText(/^\d+ of 500 rows answered, \d+ failed$/)).toBeVisible();
  await expect(page.getByRole('heading', { name: /\d+ rows? without an answer/ })).toBeVisible();
  await checkPage(page);

  await page.getByRole('link', { name: 'See the results' }).click();
  await page.getByRole('link', { name: /^Failed \d+/ }).click();
  await expect(page.getByRole('grid', { name: 'Results' }).getByText('Failed').first()).toBeVisible();
  await checkPage(page);
  await page.goBack();
  await page.goBack();

  const before = Number((await page.getByText(/rows answered, \d+ failed$/).textContent())?.match(/(\d+) failed/)?.[1]);
  await page
    .getByRole('button', { name: /^Retry/ })
    .first()
    .click();
  await expect(page.getByText(/asked to retry \d+ rows?\./)).toBeVisible();
  await expect(async () => {
    const text = await page.getByText(/500 rows in · .* · 0 missing/).textContent();
    expect(Number(text?.match(/(\d+) failed/)?.[1])).toBeLessThan(before);
    expect(text).not.toContain('in progress');
    expect(text).not.toContain('waiting');
  }).toPass({ timeout: 90_000 });
  // The retried rows went out in a batch of their own.
  await expect(page.getByRole('list', { name: 'Batches of this run' }).getByRole('heading')).toHaveCount(2);
});

test('a run pauses, goes on, and is canceled after it says what that means', async ({ owner: page }) => {
  test.setTimeout(120_000);
  await launchOnce(page, 'Stopped halfway');
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'paused this run' })).toBeVisible();
  await checkPage(page);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();

  await page.getByRole('button', { name: 'Cancel run' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Cancel this run?' });
  await expect(dialog).toContainText('You keep what is done, and pay nothing');
  await dialog.getByRole('button', { name: 'Keep running' }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole('button', { name: 'Cancel run' }).click();
  await dialog.getByRole('button', { name: 'Cancel run' }).click();
  await expect(page.getByText('Canceled', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/500 rows in · .* canceled · 0 missing/)).toBeVisible();
  await checkPage(page);
});

test('without a connection the last known state stays, and says so', async ({ owner: page, context }) => {
  await page.goto('/runs');
  await launchOnce(page, 'Watched offline');
  await context.route('**/api/runs/*/progress', (route) => route.fulfill({ status: 200, body: 'not the answer' }));
  await expect(page.getByText('The connection is lost. Showing the last known state.')).toBeVisible();
  await expect(page.getByText(/500 rows in · .* · 0 missing/)).toBeVisible();
  await context.unroute('**/api/runs/*/progress');
  await expect(page.getByText('The connection is lost. Showing the last known state.')).toHaveCount(0);
});
