import type { Page } from '@playwright/test';
import { launchRowmill } from './start-rowmill.ts';
import { checkBothSchemes, checkPage, collectErrors, enter, expect, test } from './story.ts';

test('the first visitor becomes the owner and finds a sample that was answered', async ({
  browser,
  expectedErrors,
}) => {
  test.setTimeout(240_000);
  // One that nobody has been to: other stories leave runs and datasets in theirs.
  const rowmill = await launchRowmill({}, 'first-visit.log');
  const context = await browser.newContext({ baseURL: rowmill.url });
  const page = await context.newPage();
  const errors = collectErrors(page, expectedErrors);
  await page.goto('/');
  await checkPage(page);
  await page.getByRole('button', { name: /create/i }).click();
  await expect(page.getByText('Enter your name.')).toBeVisible();
  await checkBothSchemes(page);
  await enter(page);
  await checkPage(page);

  await expect(page.getByRole('link', { name: /^Sample/ }).first()).toBeVisible();
  await expect(page.getByText('Sandbox · simulated answers').first()).toBeVisible();
  await page
    .getByRole('link', { name: /^Sample/ })
    .first()
    .click();

  await expect(page.getByRole('heading', { level: 1, name: /^Sample/ })).toBeVisible();
  await expect(page.getByText(/500 rows in · .* · 0 missing/)).toBeVisible();
  await expect(page.getByText('Would have saved', { exact: true })).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText('500 rows in · 500 answered · 0 failed · 0 missing')).toBeVisible({ timeout: 120_000 });
  await checkPage(page);

  await page.getByRole('button', { name: 'Show as table' }).click();
  await expect(page.getByRole('table', { name: 'Rows settled over time' })).toBeVisible();
  await checkPage(page);
  await expectEmptyPages(page);
  expect(errors, 'errors in the browser console').toEqual([]);
  await context.close();
  await rowmill.stop();
});

/** What nobody has filled yet says what will stand there, and how to begin. */
async function expectEmptyPages(page: Page): Promise<void> {
  for (const [address, words, way] of [
    ['/templates', 'No templates yet', 'Choose a run to keep'],
    ['/settings/tokens', 'No API tokens yet', 'Create token'],
  ] as const) {
    await page.goto(address);
    await expect(page.getByText(words)).toBeVisible();
    await expect(page.getByRole('link', { name: way }).or(page.getByRole('button', { name: way }))).toBeVisible();
    await checkBothSchemes(page);
  }
  await page.goto('/datasets');
  await page.getByRole('link', { name: /^Sample/ }).click();
  await page.getByRole('button', { name: 'Delete dataset' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete dataset' }).click();
  await expect(page.getByText('No datasets yet')).toBeVisible();
  await expect(page.getByLabel('Choose a CSV file')).toBeAttached();
  await checkBothSchemes(page);
  await page.goto('/runs/new');
  await expect(page.getByRole('heading', { name: 'A new file' })).toBeVisible();
  await checkBothSchemes(page);
}

test('a page of nobody’s is said to be nothing, in words', async ({ owner }) => {
  const response = await owner.request.get('/runs/run_of_somebody_else');
  expect(response.status()).toBe(404);
  expect(await response.text()).toContain('There is nothing here');
});
