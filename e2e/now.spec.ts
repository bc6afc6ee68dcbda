import { launchRun } from './launch-run.ts';
import { checkBothSchemes, csvFile, expect, test } from './story.ts';

const ROWS = Array.from({ length: 60 }, (_, index) => `"I lost my card, case ${index}"`).join('\n');

test('ten rows are tried before the launch, and the last rows of a run are finished now', async ({ owner: page }) => {
  test.setTimeout(90_000);
  // Four hundred rows keep the sandbox busy for long enough to lose patience with it.
  const runId = await launchRun(page, { name: 'Too slow', rows: 400 });
  await page.goto('/datasets');
  await page.getByLabel('Choose a CSV file').setInputFiles(csvFile('tried cards.csv', `text\n${ROWS}\n`));
  await page.getByRole('button', { name: 'Import this file' }).click();
  await page.getByRole('link', { name: 'New run with this data' }).click();
  await page.getByLabel('Instruction for each row').fill('Say something about {{text}}');
  await page.getByRole('button', { name: 'Next: Answer' }).click();
  await page.getByRole('button', { name: 'Try some rows first' }).click();
  await page.getByLabel('How many').selectOption('10');
  await page.getByRole('button', { name: 'Try 10 rows now · free, simulated' }).click();
  await expect(page.getByText(/^10 of 10 rows answered by gpt-4o-mini/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/^Going by these answers, the whole run costs/)).toBeVisible();
  await checkBothSchemes(page);
  await page.getByRole('button', { name: 'Next: Launch' }).click();
  await expect(page.getByRole('button', { name: /^Launch · / })).toBeVisible();

  await page.goto(`/runs/${runId}`);
  await page.getByRole('button', { name: /^Finish the last \d+ rows now$/ }).click();
  const dialog = page.getByRole('dialog', { name: /^Finish the last/ });
  await expect(dialog.getByText(/^About \$.*at most \$/)).toBeVisible();
  await checkBothSchemes(page);
  await dialog.getByRole('button', { name: /^Finish them now · at most \$/ }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/asked for one by one/).first()).toBeVisible({ timeout: 20_000 });
});
