import { checkBothSchemes, csvFile, expect, test } from './story.ts';

const ROWS = Array.from({ length: 40 }, (_, index) => `"I lost my card, case ${index}"`).join('\n');

test('a cap that is too small pauses the run before it is passed; raised, the run ends', async ({ owner: page }) => {
  test.setTimeout(240_000);
  await page.goto('/datasets');
  await page.getByLabel('Choose a CSV file').setInputFiles(csvFile('capped cards.csv', `text\n${ROWS}\n`));
  await page.getByRole('button', { name: 'Import this file' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'capped cards' })).toBeVisible();
  await page.getByRole('link', { name: 'New run with this data' }).click();
  await page.getByLabel('Instruction for each row').fill('Say something about {{text}}');
  await page.getByRole('button', { name: 'Next: Answer' }).click();
  await page.getByRole('button', { name: 'Next: Launch' }).click();

  const cap = page.getByLabel('Stop before it costs more than … dollars (optional)');
  await cap.fill('lots');
  await expect(page.getByText('An amount in USD looks like "25.00".').first()).toBeVisible();
  await cap.fill('0.0001');
  await expect(page.getByText(/^No row would be sent: even one could cost up to \$0\.0/)).toBeVisible();
  await page.getByText('Advanced', { exact: true }).click();
  await page.getByLabel('Longest answer, in tokens').fill('200');
  await cap.fill('0.00009');
  await expect(
    page.getByText(/^The cap is below the expected \$.*: about \d+ of 40 rows will be answered/),
  ).toBeVisible();
  await expect(page.getByText(/^About 1 row can be on their way at once/)).toBeVisible();
  await expect(page.getByText('Stops before', { exact: true })).toBeVisible();
  await checkBothSchemes(page);
  await page.getByRole('button', { name: /^Launch · / }).click();

  const reason = page.getByText(/^Paused at its cap: \$.* spent or on its way, the next .* could cost up to/);
  await expect(reason.first()).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText(/left of the cap of/)).toBeVisible();
  await checkBothSchemes(page);

  await page.getByRole('button', { name: 'Change the cap' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Change the cap' });
  await dialog.getByLabel('Stop before it costs more than … dollars').fill('0');
  await dialog.getByRole('button', { name: 'Save and resume' }).click();
  await expect(dialog.getByText('A cap is more than $0.')).toBeVisible();
  await checkBothSchemes(page);
  await dialog.getByLabel('Stop before it costs more than … dollars').fill('2.50');
  await dialog.getByRole('button', { name: 'Save and resume' }).click();
  await expect(dialog).toBeHidden();

  await expect(page.getByText('40 rows in · 40 answered · 0 failed · 0 missing')).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText(/left of the cap of \$2\.50/)).toBeVisible();
  await expect(page.getByText('Ada Example raised the cap from $0.000090 to $2.50.')).toBeVisible();
});

test('a cap on a model without a known price is refused at its field', async ({ owner: page }) => {
  await page.goto('/datasets');
  await page.getByLabel('Choose a CSV file').setInputFiles(csvFile('unpriced cards.csv', `text\n${ROWS}\n`));
  await page.getByRole('button', { name: 'Import this file' }).click();
  await page.getByRole('link', { name: 'New run with this data' }).click();
  await page.getByLabel('Instruction for each row').fill('Say something about {{text}}');
  await page.getByRole('button', { name: 'Next: Answer' }).click();
  await page.getByRole('button', { name: 'Next: Launch' }).click();
  await page.getByRole('button', { name: / Model$/ }).click();
  await page.getByRole('option', { name: /Another model/ }).click();
  await page.getByLabel('Name of the model').fill('house-model');
  await page.getByLabel('Stop before it costs more than … dollars (optional)').fill('5');
  await expect(
    page.getByText(/^The price of house-model is not known, so a cap .* Enter its price under Settings/).first(),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: /^Launch · / })).toHaveCount(0);
  await checkBothSchemes(page);
});
