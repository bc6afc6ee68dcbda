import fs from 'node:fs';
import Papa from 'papaparse';
import { checkPage, csvFile, expect, findSampleChoice, test } from './story.ts';

const TOPICS = ['card_lost', 'refund_wanted', 'address_changed'];

/** Cells that spreadsheets and careless programs change: formulas, zeros, spaces, breaks, quotes, other scripts. */
const ROWS = Array.from({ length: 30 }, (_, index) => {
  const topic = TOPICS[index % TOPICS.length] ?? '';
  const text = {
    card_lost: 'I lost my card and need the lost card blocked',
    refund_wanted: 'I wanted a refund, and the refund is still not here',
    address_changed: 'My address changed: please use the changed address',
  }[topic];
  const odd = ['=1+1', '007', ' spaced ', 'two\nlines', 'a "quote", a comma', 'Ünïcödé 日本'][index % 6] ?? '';
  return [`${index + 1}`, `${text}, case ${index}`, odd, topic];
});
const HEADER = ['id', 'text', 'note', 'topic'];
const FILE = Papa.unparse([HEADER, ...ROWS]);

test('a spreadsheet becomes labels, and comes back as it was with one column more', async ({ owner: page }) => {
  test.setTimeout(150_000);
  await page.goto('/datasets');
  await checkPage(page);
  await page.getByLabel('Choose a CSV file').setInputFiles(csvFile('tickets.csv', FILE));
  await expect(page.getByLabel('Encoding')).toContainText('UTF-8 (detected)');
  await expect(page.getByLabel('Between cells')).toContainText('Comma (detected)');
  await expect(page.getByRole('table', { name: 'First rows of the file' })).toContainText('two');
  await checkPage(page);
  await page.getByRole('button', { name: 'Import this file' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'tickets' })).toBeVisible();
  await expect(page.getByText('30 rows in 4 columns.')).toBeVisible();
  await checkPage(page);

  await page.getByRole('link', { name: 'New run with this data' }).click();
  await expect(page).toHaveURL(/\/runs\/new\/drf_[^/]+\/instruction$/);
  await page.getByLabel('Instruction for each row').fill('Which topic is this? Message: ');
  await page.getByRole('button', { name: 'Insert column text' }).click();
  await expect(page.getByLabel('Instruction for each row')).toHaveText('Which topic is this? Message: {{text}}');
  await expect(page.getByText('Which topic is this? Message: I lost my card')).toBeVisible();
  await page.getByRole('button', { name: 'Next row' }).click();
  await expect(page.getByText('Message: I wanted a refund, and')).toBeVisible();
  await expect(page.getByText('Sent to the provider: text.')).toBeVisible();

  await checkPage(page);
  await page.getByRole('button', { name: 'Next: Answer' }).click();

  await page.getByRole('radio', { name: 'One label of a list' }).check();
  await page.getByRole('button', { name: 'Take from a column' }).click();
  await page.getByLabel('Column', { exact: true }).selectOption('topic');
  await page.getByRole('button', { name: 'Add 3 labels' }).click();
  await expect(page.getByText('3 labels added.')).toBeVisible();
  await page.getByLabel('Column with the right answer (optional)').selectOption('topic');
  await checkPage(page);
  await page.getByRole('button', { name: 'Next: Launch' }).click();

  await expect(page.getByRole('heading', { name: 'Before you launch' })).toBeVisible();
  await expect(page.getByText('Rows to send')).toBeVisible();
  await expect(page.getByText(/\(50 %\)/)).toBeVisible();
  await checkPage(page);

  // The list of models comes when it is opened, and gives the focus back.
  const model = page.getByRole('button', { name: / Model$/ });
  await model.press('ArrowDown');
  const models = page.getByRole('listbox', { name: 'Model' });
  await page.getByLabel('Search models').fill('nano');
  await expect(models.getByRole('option').first()).toContainText('nano');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(models).toHaveCount(0);
  await expect(model).toBeFocused();
  // The way back leads to what was entered, by the browser's own button too.
  await page.goBack();
  await expect(page.getByRole('grid', { name: 'Labels, in order' }).getByRole('row')).toHaveCount(3);
  await page.goForward();
  await page.getByRole('button', { name: /^Launch · / }).dblclick();

  await expect(page.getByText('30 rows in · 30 answered · 0 failed · 0 missing')).toBeVisible({ timeout: 100_000 });
  await checkPage(page);
  await page.getByRole('link', { name: 'See the results' }).click();
  await expect(page.getByRole('grid', { name: 'Results' }).getByRole('row')).toHaveCount(31);
  await page.getByRole('link', { name: 'Answered 30' }).click();
  await expect(page).toHaveURL(/status=succeeded/);
  await checkPage(page);

  await page.getByRole('button', { name: 'Download' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /exactly as uploaded/ }).click();
  const file = await (await downloading).path();
  const { data } = Papa.parse<string[]>(fs.readFileSync(file, 'utf8'), { skipEmptyLines: true });
  expect(data[0]?.slice(0, 5)).toEqual([...HEADER, 'label']);
  expect(data.slice(1).map((row) => row.slice(0, 4))).toEqual(ROWS);
  expect(data.slice(1).every((row) => TOPICS.includes(row[4] ?? ''))).toBe(true);
});

test('an unknown column is named while it is being written', async ({ owner: page }) => {
  await page.goto('/runs/new');
  await checkPage(page);
  await (await findSampleChoice(page)).click();
  await page.getByRole('button', { name: 'Next: Instruction' }).click();
  await page.getByLabel('Instruction for each row').fill('About {{mesage}}');
  await expect(
    page.getByText('{{mesage}} is not a column of this dataset. Did you mean {{message}}?').first(),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Next: Answer' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'mesage' })).toBeVisible();
  await expect(page).toHaveURL(/\/instruction$/);
  // Nothing is lost on a reload.
  await page.reload();
  await expect(page.getByLabel('Instruction for each row')).toHaveText('About {{mesage}}');
});
