import type { Page } from '@playwright/test';
import { checkPage, expect, openSampleDataset, test } from './story.ts';

/** The answer of a new run over the sample. */
async function openAnswer(page: Page): Promise<void> {
  await openSampleDataset(page);
  await page.getByRole('link', { name: 'New run with this data' }).click();
  await expect(page.getByLabel('Instruction for each row')).toBeVisible();
  if (page.url().endsWith('/instruction')) await page.goto(page.url().replace(/instruction$/, 'answer'));
  await page.getByRole('radio', { name: 'One label of a list' }).check();
  await expect(page.getByText('No labels yet.')).toBeVisible();
}

test('labels are typed, pasted, named anew, explained, put in order and removed', async ({ owner: page }) => {
  await openAnswer(page);
  await expect(page.getByText('The answers come in a new column label.')).toBeVisible();
  await checkPage(page);

  const field = page.getByLabel('Add labels', { exact: true });
  const rows = page.getByRole('grid', { name: 'Labels, in order' }).getByRole('row');
  await field.fill('refund');
  await field.press('Enter');
  await field.fill('late, refund, other');
  await field.press('Enter');
  await expect(page.getByText('2 labels added. “refund” is in the list already.')).toBeVisible();
  await expect(rows).toHaveCount(3);
  await checkPage(page);

  await page.getByRole('button', { name: 'Edit late' }).click();
  const dialog = page.getByRole('dialog', { name: 'Label 2 of 3' });
  await dialog.getByLabel('Label', { exact: true }).fill('other');
  await expect(dialog.getByText('Label 3 is called so already.')).toBeVisible();
  await dialog.getByLabel('Label', { exact: true }).fill('delay');
  await dialog.getByLabel('What it means (optional)').fill('Something comes later than promised.');
  await checkPage(page);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(rows.nth(1)).toContainText('Something comes later than promised.');

  // With the keyboard alone: to the handle, pick up, down past one, put down.
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: 'Drag refund' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Insert between refund and delay' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(rows.last()).not.toContainText('refund');
  await expect(rows.first()).not.toContainText('refund');

  await page.getByRole('button', { name: 'Remove other' }).click();
  await expect(rows).toHaveCount(2);
  await page.getByRole('button', { name: 'Edit as text' }).click();
  await page.getByLabel('Labels, one per line').fill('delay\nrefund\ndelay');
  await expect(page.getByText('“delay”: The same as label 1.')).toBeVisible();
  await checkPage(page);
  await page.getByLabel('Labels, one per line').fill('delay\nrefund\nnew');
  await page.getByRole('button', { name: 'Edit as a list' }).click();
  await expect(rows.first()).toContainText('Something comes later than promised.');
});

test('a column gives its values, and one that has no labels says why', async ({ owner: page }) => {
  await openAnswer(page);
  await page.getByRole('button', { name: 'Take from a column' }).click();
  const dialog = page.getByRole('dialog', { name: 'Labels from a column' });
  await dialog.getByLabel('Column', { exact: true }).selectOption('message');
  await expect(dialog.getByText(/Nearly every row has its own “message”/)).toBeVisible();
  await checkPage(page);
  await dialog.getByLabel('Column', { exact: true }).selectOption('topic');
  const values = dialog.getByRole('listbox', { name: 'Values of topic' });
  await expect(values.getByRole('option').first()).toContainText('rows');
  await dialog.getByRole('button', { name: 'Choose none' }).click();
  await dialog.getByLabel('Search').fill('refund');
  await values.getByRole('option', { name: /refund_request/ }).click();
  await checkPage(page);
  await dialog.getByRole('button', { name: 'Add 1 label' }).click();
  await expect(page.getByRole('grid', { name: 'Labels, in order' })).toContainText('refund_request');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();

  // Before anybody does anything the labels can be read; what drags them comes to the hand.
  await page.reload();
  await expect(page.getByRole('list', { name: 'Labels, in order' })).toContainText('refund_request');
  await checkPage(page);
  await page.getByRole('button', { name: 'Edit refund_request' }).hover();
  await expect(page.getByRole('grid', { name: 'Labels, in order' })).toContainText('refund_request');
});

test('hundreds of labels fit a phone in the dark', async ({ owner: page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await openAnswer(page);
  const field = page.getByLabel('Add labels', { exact: true });
  await field.fill(Array.from({ length: 500 }, (_, index) => `label ${index + 1}`).join(', '));
  await field.press('Enter');
  await expect(page.getByText('500 labels added.')).toBeVisible();
  const rows = page.getByRole('grid', { name: 'Labels, in order' }).getByRole('row');
  await expect(rows.first()).toBeVisible();
  const shown = await rows.count();
  expect(shown).toBeGreaterThan(5);
  expect(shown, 'only the rows in sight are in the page').toBeLessThan(60);
  await checkPage(page);
});
