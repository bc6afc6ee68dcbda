import { checkPage, csvFile, expect, test } from './story.ts';

test('a broken file says on which line, stores nothing, and can be imported anyway', async ({ owner: page }) => {
  // The bad row lies beyond what the browser looks at before sending: the server finds it.
  const good = Array.from({ length: 20_000 }, (_, index) => `${index},some text of row ${index}`);
  const file = csvFile('broken.csv', ['id,text', ...good, '20000', '20001,last'].join('\n'));
  await page.goto('/datasets/new');
  await page.getByLabel('Choose a CSV file').setInputFiles(file);
  await page.getByRole('button', { name: 'Import this file' }).click();

  const problems = page.getByRole('list', { name: 'Problems in the file' });
  await expect(problems).toContainText('Line 20002 (row 20001): 1 cell, but the header names 2 columns.');
  await expect(page.getByText('Nothing was stored', { exact: true })).toBeVisible();
  await checkPage(page);
  const before = await page.request.get('/api/v1/datasets?limit=100');
  expect(await before.text()).not.toContain('"broken"');

  await page.getByRole('button', { name: 'Import anyway' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'broken' })).toBeVisible();
  await expect(page.getByText('Short rows were filled up with empty cells. Once, on line 20,002.')).toBeVisible();
  await expect(page.getByText('20,002 rows in 2 columns.')).toBeVisible();
  await checkPage(page);

  await page.getByRole('button', { name: 'Delete dataset' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Delete broken?' });
  await expect(dialog).toBeVisible();
  await checkPage(page);
  await dialog.getByRole('button', { name: 'Delete dataset' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Datasets' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'broken' })).toHaveCount(0);
});

test('problems near the beginning show before anything is sent', async ({ owner: page }) => {
  await page.goto('/datasets/new');
  await page.getByLabel('Choose a CSV file').setInputFiles(csvFile('short.csv', 'a,b\n1,2\n3\n'));
  await expect(page.getByRole('list', { name: 'Problems in the file' })).toContainText('Line 3 (row 2)');
  await expect(page.getByRole('button', { name: 'Import anyway' })).toBeVisible();
  await checkPage(page);
});

test('a comma without quotation marks is shown cell by cell, and its row can be left out', async ({ owner: page }) => {
  await page.goto('/datasets/new');
  const text = 'id,comment,score\n1,good,5\n2,Great, but too short,4\n';
  await page.getByLabel('Choose a CSV file').setInputFiles(csvFile('ragged survey.csv', text));
  const rows = page.getByRole('region', { name: 'Import anyway' }).getByRole('list', { name: 'Rows concerned' });
  await expect(rows).toContainText('Line 3, row 2');
  await expect(rows.getByRole('definition')).toHaveText(['2', 'Great', 'but too short,4']);
  await checkPage(page);
  await page.getByRole('button', { name: 'Import without this row' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'ragged survey' })).toBeVisible();
  await expect(page.getByText('1 row in 3 columns.')).toBeVisible();
  await expect(page.getByText('Rows with too many or too few cells were left out. Once, on line 3.')).toBeVisible();
  await checkPage(page);
  await page.goto('/datasets?search=ragged');
  await expect(page.getByRole('row', { name: /ragged survey/ })).toContainText('Imported with changes');
});

test('a workbook is recognized and refused in words', async ({ owner: page }) => {
  await page.goto('/datasets/new');
  const workbook = { ...csvFile('book.csv', ''), buffer: Buffer.from([0x50, 0x4b, 3, 4, 1, 2, 3]) };
  await page.getByLabel('Choose a CSV file').setInputFiles(workbook);
  await expect(page.getByText(/Save it as CSV \(UTF-8\)/)).toBeVisible();
  await checkPage(page);
});
