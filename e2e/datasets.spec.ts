import type { Page } from '@playwright/test';
import { checkBothSchemes, expect, test } from './story.ts';

const ROWS = 1_234;

async function addByScript(page: Page, name: string, body: string): Promise<string> {
  const headers = { authorization: `Bearer ${process.env.E2E_API_TOKEN}`, 'content-type': 'text/csv' };
  const answer = await page.request.post(`/api/v1/datasets?name=${encodeURIComponent(name)}`, { headers, data: body });
  expect(answer.status()).toBe(201);
  return (await answer.json()).id;
}

test('many datasets come in pages and are found by name', async ({ owner: page }) => {
  for (let index = 1; index <= 51; index++) await addByScript(page, `Batch ${index} of 100 %`, 'a\n1\n');
  await page.goto('/datasets');
  const table = page.getByRole('table', { name: 'Datasets' });
  await expect(table.getByRole('row')).toHaveCount(51);
  await expect(table.getByRole('row', { name: /Batch 51 of 100 %/ })).toContainText('a script');
  await checkBothSchemes(page);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Next page' }).click();
  await expect(page).toHaveURL('/datasets?page=2');
  await expect(table.getByRole('link', { name: 'Batch 1 of 100 %' })).toBeVisible();

  await page.getByLabel('Search by name').fill('batch 1 of 100 %');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(table.getByRole('row')).toHaveCount(2);
  await page.getByLabel('Search by name').fill('no such name');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No dataset has “no such name” in its name')).toBeVisible();
  await checkBothSchemes(page);
  await page.getByRole('link', { name: 'Show all datasets' }).click();
  await expect(page).toHaveURL('/datasets');
});

test('any row of a dataset is reached; it is renamed and deleted with what that means', async ({ owner: page }) => {
  const lines = Array.from({ length: ROWS }, (_, index) => `${index + 1},text of row ${index + 1}`);
  const id = await addByScript(page, 'Rows to look at', ['n,text', ...lines].join('\n'));
  await page.goto(`/datasets/${id}`);
  const rows = page.getByRole('table', { name: 'Rows of the file' });
  await expect(page.getByText('Rows 1 to 50 of 1,234')).toBeVisible();
  await expect(page.getByRole('row', { name: 'n Whole number 0 1 2 3' })).toBeVisible();
  await checkBothSchemes(page);
  await page.getByRole('navigation', { name: 'Rows' }).getByRole('link', { name: 'Next' }).click();
  await expect(rows.getByRole('cell', { name: 'text of row 51', exact: true })).toBeVisible();
  await page.getByLabel('Go to row').fill('1,000');
  await page.getByRole('button', { name: 'Go', exact: true }).click();
  await expect(rows.getByRole('cell', { name: 'text of row 1000', exact: true })).toBeVisible();
  await page.getByRole('navigation', { name: 'Rows' }).getByRole('link', { name: 'Last' }).click();
  await expect(rows.getByRole('cell', { name: 'text of row 1234', exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Rename' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rename the dataset' });
  await dialog.getByLabel('Name').fill('Looked at');
  await checkBothSchemes(page);
  await dialog.getByRole('button', { name: 'Rename' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Looked at' })).toBeVisible();
  await page.getByRole('button', { name: 'Delete dataset' }).click();
  const question = page.getByRole('alertdialog', { name: 'Delete Looked at?' });
  await expect(question).toContainText('It and all its rows are deleted for good.');
  await question.getByRole('button', { name: 'Delete dataset' }).click();
  await expect(page).toHaveURL('/datasets');
});
