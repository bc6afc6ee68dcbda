import { checkPage, expect, findSampleChoice, openSampleDataset, test } from './story.ts';

test('what a run asks is kept, and asked again of other data', async ({ owner: page }) => {
  await page.goto('/templates');
  await expect(page.getByRole('heading', { level: 1, name: 'Templates' })).toBeVisible();
  await checkPage(page);

  await page.goto('/runs?name=Sample');
  await page.getByRole('link', { name: 'Sample: label support messages' }).first().click();
  await page.getByRole('button', { name: 'Save as template' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as template' });
  await dialog.getByLabel('Name of the template').fill('');
  await dialog.getByRole('button', { name: 'Save template' }).click();
  await expect(dialog.getByText('Give the template a name.')).toBeVisible();
  await dialog.getByLabel('Name of the template').fill('Topics of messages');
  await checkPage(page);
  await dialog.getByRole('button', { name: 'Save template' }).click();
  await dialog.getByRole('link', { name: 'See the template' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Topics of messages' })).toBeVisible();
  await expect(page.getByText('Needs the columns subject, message.').first()).toBeVisible();
  await expect(page.getByRole('table', { name: /Runs with this template/ })).toContainText('Sample');
  await checkPage(page);

  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Message topics');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Message topics' })).toBeVisible();

  // A new run with it only lacks its data.
  await page.getByRole('link', { name: 'New run with this template' }).click();
  await (await findSampleChoice(page)).click();
  await page.getByRole('button', { name: 'Next: Instruction' }).click();
  await expect(page.getByLabel('Instruction for each row')).toContainText('{{message}}');
  await page.goto(page.url().replace(/instruction$/, 'launch'));
  await expect(page.getByText('From the template Message topics, version 1.')).toBeVisible();
  await page.getByRole('link', { name: 'Message topics' }).click();

  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await checkPage(page);
  await page.goto('/templates');
  await expect(page.getByRole('link', { name: 'Message topics' })).toBeVisible();
  await checkPage(page);

  await page.getByRole('link', { name: 'Message topics' }).click();
  await page.getByRole('button', { name: 'Archive' }).click();
  await expect(page.getByRole('button', { name: 'Bring back from the archive' })).toBeVisible();
  await page.goto('/templates');
  await page.getByRole('link', { name: 'Archived 1' }).click();
  await expect(page.getByRole('link', { name: 'Message topics' })).toBeVisible();
  await checkPage(page);
});

test.describe('where there is nothing', () => {
  // The answer is 404 on purpose, and the browser reports it as an error.
  test.use({ expectedErrors: /status of 404/ });

  test('a template that is not there is said to be not there', async ({ owner: page }) => {
    await openSampleDataset(page);
    await page.goto('/templates/tpl_nothing');
    await expect(page.getByText('There is nothing here')).toBeVisible();
  });
});
