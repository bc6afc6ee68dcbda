import { checkPage, expect, test } from './story.ts';

test('a negotiated price is entered from the list price, counts, and is withdrawn', async ({ owner: page }) => {
  await page.goto('/settings/prices');
  await expect(page.getByText('None in force: the list prices count.')).toBeVisible();
  await checkPage(page);
  await page.getByText('Enter a price', { exact: true }).click();
  await page.getByLabel('Model', { exact: true }).fill('gpt-4o-mini');
  await page.getByRole('button', { name: 'Begin with the list price' }).click();
  await expect(page.getByLabel('Input, batch', { exact: true })).toHaveValue('0.075');
  await page.getByLabel('Output, batch', { exact: true }).fill('0.3o');
  await page.getByLabel('Where it comes from').first().fill('Contract 14');
  await page.getByRole('button', { name: 'Save price' }).click();
  await expect(page.getByText('Write US dollars per million tokens')).toBeVisible();
  await checkPage(page);
  await page.getByLabel('Output, batch', { exact: true }).fill('0.27');
  await page.getByRole('button', { name: 'Save price' }).click();
  const row = page.getByRole('table', { name: 'Entered prices' }).getByRole('row').filter({ hasText: 'Contract 14' });
  await expect(row.getByText('Valid', { exact: true })).toBeVisible();
  await expect(row).toContainText('$0.27 batch');
  await checkPage(page);
  await row.getByRole('button', { name: 'Withdraw the price of gpt-4o-mini' }).click();
  await page.getByRole('button', { name: 'Withdraw price' }).click();
  await expect(page.getByText('None in force: the list prices count.')).toBeVisible();
  await page.getByText('History: 1 over or withdrawn').click();
  const past = page.getByRole('table', { name: 'Earlier prices' }).getByRole('row').filter({ hasText: 'Contract 14' });
  await expect(past.getByText('Withdrawn', { exact: true })).toBeVisible();
  await expect(past).toContainText(/withdrawn .* by /);
  await page.getByText('Enter a discount off the list').click();
  await page.getByLabel('Percent off').fill('10');
  await page.getByLabel('Model (empty: every model of the list)').fill('gpt-4o-mini');
  await page.getByLabel('Where it comes from').last().fill('Contract 15');
  await page.getByRole('button', { name: 'Save discount' }).click();
  await expect(page.getByText('1 model costs 10 % less')).toBeVisible();
  // The runs of other stories cost what the list says.
  await page.getByRole('button', { name: 'Withdraw the price of gpt-4o-mini' }).click();
  await page.getByRole('button', { name: 'Withdraw price' }).click();
  await expect(page.getByText('None in force: the list prices count.')).toBeVisible();
});
