import { checkPage, expect, OWNER, test } from './story.ts';

test('a connection is added, its key is never shown again, and it can be made the default and deleted', async ({
  owner: page,
}) => {
  await page.goto('/settings/connections');
  await checkPage(page);
  await page.getByRole('button', { name: /^Test Sandbox/ }).click();
  await expect(page.getByText('The connection works')).toBeVisible();

  await page.getByLabel('Name', { exact: true }).fill('Spare account');
  await expect(page.getByText('Keys, costs and what leaves this machine')).toBeVisible();
  await page.getByText('Advanced', { exact: true }).click();
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

test('a connection gets another name, and another address only with a key for it', async ({ owner: page }) => {
  await page.goto('/settings/connections');
  await page.getByLabel('Name', { exact: true }).fill('Moving account');
  await page.getByLabel('Key', { exact: true }).fill('sk-very-secret-9876');
  await page.getByRole('button', { name: 'Add connection' }).click();
  await page.getByRole('button', { name: 'Edit Moving account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit Moving account' });
  await dialog.getByLabel('Name', { exact: true }).fill('Moved account');
  await dialog.getByLabel('Address (optional)').fill('https://batch.example.com/v1');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Enter the key.')).toBeVisible();
  await checkPage(page);
  await dialog.getByLabel('Key for the new address').fill('sk-other-secret-5432');
  await page.keyboard.press('Enter');
  const row = page.getByRole('row').filter({ hasText: 'Moved account' });
  await expect(row.getByRole('cell', { name: 'https://batch.example.com/v1' })).toBeVisible();
  await expect(row.getByText('…5432', { exact: true })).toBeVisible();
  await row.getByRole('button', { name: 'Delete Moved account' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete connection' }).click();
  await expect(row).toHaveCount(0);

  // What was done is written down, in words, and found again.
  await page.getByRole('link', { name: 'Audit log' }).click();
  const log = page.getByRole('table', { name: 'Audit log' });
  await expect(log.getByRole('row').nth(1)).toContainText('deleted a connection');
  await expect(log).not.toContainText('secret');
  await checkPage(page);
  await page.getByLabel('What', { exact: true }).selectOption({ label: 'added a connection' });
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/action=connection\.created/);
  await expect(log.getByRole('row').nth(1)).toContainText('added a connection');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await checkPage(page);
});

test('a person changes their name, and a wrong password changes nothing', async ({ owner: page }) => {
  await page.goto('/settings/account');
  await checkPage(page);
  await page.getByLabel('Name', { exact: true }).fill('Ada of Example');
  await page.getByRole('button', { name: 'Save name' }).click();
  await expect(page.getByText('Your name is saved.')).toBeVisible();
  const sidebar = page.getByRole('complementary', { name: 'Sidebar' });
  await expect(sidebar.getByText('Ada of Example · owner')).toBeVisible();
  await page.getByLabel('Present password').fill('not the password');
  await page.getByLabel('New password').fill('granite harbor seventeen');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('This is not your password.')).toBeVisible();
  await checkPage(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await checkPage(page);
  await page.getByLabel('Name', { exact: true }).fill('Ada Example');
  await page.getByRole('button', { name: 'Save name' }).click();
  await expect(sidebar.getByText('Ada Example · owner')).toBeVisible();
});

test('whoever signs in goes on to the page they asked for, and never to another server', async ({ page }) => {
  await page.goto('/settings/audit?person=nobody');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel('Email').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/settings\/audit\?person=nobody$/);
  await expect(page.getByText('Nothing like that was done')).toBeVisible();
  await checkPage(page);
  for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example/']) {
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();
  }
});
