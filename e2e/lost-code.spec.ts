import type { Page } from '@playwright/test';
import { checkPage, expect, test } from './story.ts';
import { callApi } from './tour-world.ts';

const CODE = '**/_next/static/chunks/**';

// The browser reports each piece of code that does not come.
test.use({ expectedErrors: /Failed to load resource|ERR_FAILED/ });

/** A draft with its instruction before the person, and nothing on it touched yet. */
async function openInstruction(page: Page, name: string): Promise<void> {
  const sheet = 'id,message\n1,Hello\n2,Good morning\n';
  const { id } = await callApi<{ id: string }>(`/datasets?name=${encodeURIComponent(name)}`, sheet, 'text/csv');
  await page.goto(`/runs/new?dataset=${id}`);
  await expect(instruction(page)).toBeVisible();
  await expect(page.getByRole('heading', { name: /^As sent for row 1/ })).toBeVisible();
}

const instruction = (page: Page) => page.getByRole('textbox', { name: 'Instruction for each row' });

test('code that cannot be fetched leaves the page as it is, says so in its place, and comes when asked again', async ({
  owner: page,
}) => {
  await openInstruction(page, 'lost code');
  await page.route(CODE, (route) => route.abort());

  // The editor never arrives: the plain field is written in all the same.
  await instruction(page).fill('Say hello to {{message}}');
  await page.getByRole('button', { name: /^Discard/ }).click();
  await expect(page.getByText('The dialog could not be loaded: Rowmill cannot be reached.')).toBeVisible();
  await expect(instruction(page)).toHaveValue('Say hello to {{message}}');
  await checkPage(page);

  await page.unroute(CODE);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await expect(page.getByText('The dialog could not be loaded')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await instruction(page).hover();
  await expect(instruction(page)).toHaveAttribute('contenteditable');
  await expect(instruction(page)).toHaveText('Say hello to {{message}}');
  // What was typed into the plain field can be taken back in the editor.
  await instruction(page).press('ControlOrMeta+z');
  await expect(instruction(page)).not.toContainText('Say hello');
});

test('after an upgrade an open page says that it must be reloaded', async ({ owner: page }) => {
  await openInstruction(page, 'older page');
  await page.route(CODE, (route) => route.fulfill({ status: 404 }));
  await page.getByRole('button', { name: 'Role of column message: kept' }).click();
  await expect(page.getByText('Rowmill was updated since this page was opened.')).toBeVisible();
  await checkPage(page);
  await page.unroute(CODE);
  await page.getByRole('button', { name: 'Reload the page' }).click();
  await expect(page.getByText('Rowmill was updated')).toHaveCount(0);
  // A page that is only just there may not hear the first press.
  await expect(async () => {
    await page.getByRole('button', { name: 'Role of column message: kept' }).click();
    await expect(page.getByRole('menuitemradio', { name: /^Gold answer/ })).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 10_000 });
});
