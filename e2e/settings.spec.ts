import { checkPage, expect, test } from './story.ts';

test('a connection is added, its key is never shown again, and it can be made the default and deleted', async ({
  owner: page,
}) => {
  await page.goto('/settings/connections');
  await checkPage(page);
  await page.getByRole('button', { name: /^Test Sandbox/ }).click();
  await expect(page.getByText('The connection works')).toBeVisible();

  await page.getByLabel('Name', { exact: true }).fill('Spare account');
  await page.getByLabel('Short name').fill('Not Allowed');
  await page.getByLabel('Key', { exact: true }).fill('sk-very-secret-1234');
  await page.getByRole('button', { name: 'Add connection' }).click();
  await expect(page.getByText(/A short name has 1 to 40 small letters/)).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Spare account');
  await checkPage(page);

  await page.getByLabel('Short name').fill('spare');
  await page.getByLabel('Key', { exact: true }).fill('sk-very-secret-1234');
  await page.getByRole('button', { name: 'Add connection' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Spare account' });
  await expect(row).toBeVisible();
  expect(await page.content()).not.toContain('sk-very-secret');

  // A key that is refused or expired is replaced, not lived with.
  await expect(row.getByText('…1234', { exact: true })).toBeVisible();
  await row.getByRole('button', { name: 'Replace key of Spare account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replace the key of Spare account' });
  await dialog.getByRole('button', { name: 'Replace key' }).click();
  await expect(dialog.getByText('Enter the key.')).toBeVisible();
  await checkPage(page);
  await dialog.getByLabel('New key').fill('sk-even-more-secret-5678');
  await page.keyboard.press('Enter');
  await expect(row.getByText('…5678', { exact: true })).toBeVisible();
  await expect(dialog).toHaveCount(0);

  await row.getByRole('button', { name: 'Make default: Spare account' }).click();
  await expect(row.getByText('Default', { exact: true })).toBeVisible();
  await checkPage(page);
  await row.getByRole('button', { name: 'Delete Spare account' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete connection' }).click();
  await expect(row).toHaveCount(0);
  await expect(
    page.getByRole('row').filter({ hasText: 'Sandbox' }).getByText('Default', { exact: true }),
  ).toBeVisible();
});
