import { checkPage, expect, test } from './story.ts';

test('a negotiated price is entered from the list price, counts, and is withdrawn', async ({ owner: page }) => {
  await page.goto('/settings/prices');
  await expect(page.getByText('None entered: the list prices below count.')).toBeVisible();
  await checkPage(page);
  await page.getByLabel('Model', { exact: true }).fill('gpt-4o-mini');
  await page.getByRole('button', { name: 'Begin with the list price' }).click();
  await expect(page.getByLabel('Input, batch', { exact: true })).toHaveValue('0.075');
  await page.getByLabel('Output, batch', { exact: true }).fill('0.3o');
  await page.getByLabel('Where it comes from').fill('Contract 14');
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
  await expect(row.getByText('Withdrawn', { exact: true })).toBeVisible();
});
