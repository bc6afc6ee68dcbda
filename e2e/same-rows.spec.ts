import { checkBothSchemes, csvFile, expect, test } from './story.ts';

/** Thirty rows that ask ten questions; the first one is asked by the rows 1, 11 and 21. */
const ROWS = Array.from({ length: 30 }, (_, index) => `"Where is my parcel ${index % 10}?",case-${index}`).join('\n');

test('rows that ask the same are sent once, and others share requests: the receipt says so, the run shows it, and each row has its answer', async ({
  owner: page,
}) => {
  test.setTimeout(120_000);
  await page.goto('/datasets');
  await page.getByLabel('Choose a CSV file').setInputFiles(csvFile('asked again.csv', `text,case\n${ROWS}\n`));
  await page.getByRole('button', { name: 'Import this file' }).click();
  await page.getByRole('link', { name: 'New run with this data' }).click();
  await page.getByLabel('Instruction for each row').fill('Reply kindly: {{text}}');
  await page.getByRole('button', { name: 'Next: Answer' }).click();
  await page.getByRole('button', { name: 'Next: Launch' }).click();

  const same = page.getByText('Same as another row', { exact: true });
  await expect(same).toBeVisible();
  await expect(page.getByText(/^20sent once, saves ≈/)).toBeVisible();
  await page.getByText('Advanced', { exact: true }).click();
  const once = page.getByLabel('Send identical rows once');
  await once.uncheck();
  await expect(same).toBeHidden();
  await once.check();
  await expect(same).toBeVisible();
  // The ten that are sent can share requests, too.
  await page.getByRole('textbox', { name: 'Rows in one request' }).fill('5');
  await expect(page.getByLabel('Put 5 rows into one request')).toBeChecked();
  await expect(page.getByText('Rows in one request', { exact: true }).last()).toBeVisible();
  await checkBothSchemes(page);
  await page.getByRole('button', { name: /^Launch · / }).click();

  await expect(page.getByText('30 rows in · 30 answered · 0 failed · 0 missing')).toBeVisible({ timeout: 90_000 });
  await expect(
    page.getByText('20 rows ask the same as another one: each request is sent once.', { exact: true }),
  ).toBeVisible();
  await expect(
    page.getByText(/^20 rows answered without being sent; sending them would have cost \$0\.\d+/),
  ).toBeVisible();
  // One that fails for a moment is sent again, in a batch of its own.
  await expect(page.getByText(/^10 rows in 2 requests · \d+ answered/)).toBeVisible();
  await checkBothSchemes(page);

  const run = page.url();
  await page.goto(`${run}/results?row=21`);
  const drawer = page.getByRole('dialog', { name: 'Row 21' });
  await expect(drawer.getByText('Same request as row 1, which was sent')).toBeVisible();
  await expect(drawer.getByRole('heading', { name: 'What was sent for row 1' })).toBeVisible();
  await expect(drawer.getByText('$0.00', { exact: true })).toBeVisible();

  await page.goto(`${run}/results?row=1`);
  await expect(
    page.getByRole('dialog', { name: 'Row 1' }).getByText(/^Asked together with \d other rows?$/),
  ).toBeVisible();

  await page.goto(run);
  await page.getByRole('link', { name: 'Run again with changes' }).click();
  const steps = page.getByRole('navigation', { name: 'Steps of the new run' });
  await steps.getByRole('link', { name: /^Launch/ }).click();
  await expect(
    page.getByText(/^30 rows of this run were answered before, by the same question and model/),
  ).toBeVisible();
  await page.getByLabel('Use these answers again').check();
});
