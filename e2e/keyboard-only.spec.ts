import { csvFile, expect, tabTo, test } from './story.ts';

test('the whole way works without a mouse', async ({ owner: page }) => {
  test.setTimeout(150_000);
  const press = (key: string) => page.keyboard.press(key);
  await page.goto('/datasets/new');

  const choosing = page.waitForEvent('filechooser');
  await tabTo(page, page.getByLabel('Choose a CSV file'));
  await press('Enter');
  const rows = Array.from({ length: 12 }, (_, index) => `${index},message ${index}`);
  await (await choosing).setFiles(csvFile('by keyboard.csv', ['id,text', ...rows].join('\r\n')));
  await tabTo(page, page.getByRole('button', { name: 'Import this file' }));
  await press('Enter');

  await expect(page.getByRole('heading', { level: 1, name: 'by keyboard' })).toBeVisible();
  await tabTo(page, page.getByRole('link', { name: 'New run with this data' }));
  await press('Enter');

  await expect(page.getByRole('heading', { level: 1, name: 'New run' })).toBeVisible();
  await tabTo(page, page.getByLabel('Instruction for each row'));
  await page.keyboard.type('Say hello to ');
  await tabTo(page, page.getByRole('button', { name: 'Insert column text' }));
  await press('Enter');
  await expect(page.getByLabel('Instruction for each row')).toBeFocused();
  await expect(page.getByLabel('Instruction for each row')).toHaveText('Say hello to {{text}}');
  await tabTo(page, page.getByRole('button', { name: 'Next: Answer' }));
  await press('Enter');
  await expect(page).toHaveURL(/\/answer$/);
  // The step has the focus, so the next Tab goes into it and not through the whole frame again.
  await expect(page.getByRole('region', { name: 'Step: answer' })).toBeFocused();
  await tabTo(page, page.getByRole('button', { name: 'Next: Launch' }));
  await press('Enter');

  await expect(page.getByRole('heading', { name: 'Before you launch' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Step: launch' })).toBeFocused();
  await expect(page.getByRole('button', { name: /^Launch · / })).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: /^Launch · / }));
  await press('Enter');
  await expect(page.getByText('12 rows in · 12 answered · 0 failed · 0 missing')).toBeVisible({ timeout: 100_000 });

  await tabTo(page, page.getByRole('link', { name: 'See the results' }));
  await press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Results' })).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Download' }));
  await press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  const downloading = page.waitForEvent('download');
  await press('Enter');
  expect((await downloading).suggestedFilename()).toMatch(/ \(simulated\)\.csv$/);
});
