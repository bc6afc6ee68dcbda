import type { Page } from '@playwright/test';
import { checkPage, expect, tabTo, test } from './story.ts';
import { callApi } from './tour-world.ts';

const LONGEST = 137;
const SHEET = [
  'ticket,first name,message,note,topic',
  ...Array.from({ length: 300 }, (_, index) => {
    const row = index + 1;
    const message =
      row === LONGEST ? 'A very long story. '.repeat(60) : `Message of row ${row} is as long as most are.`;
    return `T-${row},Ada ${row},${message},${row % 2 === 0 ? '' : 'seen'},${row % 3 === 0 ? 'refund' : 'card'}`;
  }),
].join('\n');

let datasetId: string | undefined;

/** The step where the instruction is written, with an editor that has arrived: it comes when somebody comes near. */
async function openInstruction(page: Page, sheet: { id: string }): Promise<void> {
  await page.goto(`/runs/new?dataset=${sheet.id}`);
  const editor = page.getByRole('textbox', { name: 'Instruction for each row' });
  await editor.hover();
  await expect(editor).toHaveAttribute('contenteditable');
}

async function tickets(): Promise<{ id: string }> {
  datasetId ??= (await callApi<{ id: string }>('/datasets?name=tickets%20to%20ask', SHEET, 'text/csv')).id;
  return { id: datasetId };
}

test('an instruction is written by keyboard alone, with names offered and mistakes mended', async ({ owner: page }) => {
  await openInstruction(page, await tickets());
  const editor = page.getByRole('textbox', { name: 'Instruction for each row' });
  await tabTo(page, editor);
  await page.keyboard.type('Dear {{fir');
  await expect(
    page.getByRole('listbox', { name: 'Completions' }).getByRole('option', { name: 'first name' }),
  ).toBeVisible();
  await checkPage(page);
  await page.keyboard.press('Enter');
  await expect(editor).toHaveText('Dear {{first name}}');
  // A chip is one step for the cursor, and one press to delete.
  await page.keyboard.press('Backspace');
  await expect(editor).toHaveText('Dear ');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(editor).toHaveText('Dear {{first name}}');

  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(', about {{mesage}} and {{texd');
  await expect(
    page.getByText('{{mesage}} is not a column of this dataset. Did you mean {{message}}?').first(),
  ).toBeVisible();
  await page.keyboard.press('ControlOrMeta+.');
  await page.keyboard.press('ControlOrMeta+.');
  await expect(editor).toContainText(', about {{message}} and');
  await editor.fill('Say {{mesage | upcase}}');
  const fix = page.getByRole('button', { name: 'Use {{message}} instead' });
  await expect(fix).toBeVisible();
  await checkPage(page);
  // Tab leaves the field, and comes to the fix.
  await editor.focus();
  await tabTo(page, fix);
  await page.keyboard.press('Enter');
  await expect(editor).toHaveText('Say {{message | upcase}}');
  await expect(editor).toBeFocused();
  await expect(fix).toBeHidden();

  await editor.fill('{% if note %}Say {{message | uppercase}}');
  await expect(page.getByText(/There is no filter "uppercase"|is never closed/).first()).toBeVisible();
});

test('columns are put in, and have roles that are kept to', async ({ owner: page }) => {
  await openInstruction(page, await tickets());
  const editor = page.getByRole('textbox', { name: 'Instruction for each row' });
  await editor.fill('Sort: ');
  await page.getByRole('button', { name: 'Insert column message' }).click();
  await expect(editor).toHaveText('Sort: {{message}}');
  // One that is in use is not put in a second time by mistake.
  await page.getByRole('button', { name: 'Column message is in the instruction' }).click();
  await page.getByRole('menuitem', { name: 'Show where it stands' }).click();
  await expect(editor).toBeFocused();
  await page.getByRole('button', { name: 'Insert column note' }).click();
  await expect(editor).toHaveText('Sort: {{message}} {{note}}');
  await page.getByRole('button', { name: 'Role of column message: in use' }).click();
  await expect(page.getByRole('menuitemradio', { name: /^Keep/ })).toBeDisabled();
  await page.getByRole('menuitemradio', { name: /^Never send/ }).click();
  await expect(page.getByText('The column "message" is set to "never send"').first()).toBeVisible();
  await checkPage(page);
  await page.getByRole('button', { name: 'Role of column message: never sent' }).click();
  await page.getByRole('menuitemradio', { name: /^Use/ }).click();
  await expect(page.getByText('is set to "never send"')).toHaveCount(0);

  await page.getByRole('button', { name: 'Role of column topic: kept' }).click();
  await page.getByRole('menuitemradio', { name: /^Gold answer/ }).click();
  await page.getByRole('button', { name: 'Insert column topic' }).click();
  await expect(page.getByText('The model would see the right answer')).toBeVisible();
  await page.getByRole('button', { name: 'Role of column ticket: kept' }).click();
  await page.getByRole('menuitemradio', { name: /^ID/ }).click();
  await expect(page.getByRole('heading', { name: 'As sent for row 1 · T-1' })).toBeVisible();
});

test('a card writes an instruction for this sheet, and what stood there comes back', async ({ owner: page }) => {
  await openInstruction(page, await tickets());
  const editor = page.getByRole('textbox', { name: 'Instruction for each row' });
  await editor.fill('My own words');
  await page.getByRole('button', { name: /^Classify/ }).click();
  await expect(page.getByText('Uses message. 2 labels taken from topic, which is the gold answer now.')).toBeVisible();
  await expect(editor).toContainText('Message: {{message}}');
  await expect(page.getByRole('button', { name: 'Role of column topic: gold answer' })).toBeVisible();
  await checkPage(page);
  // What is typed since does not take the way back away.
  await editor.press('x');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(editor).toHaveText('My own words');
  await page.getByRole('button', { name: /^Write/ }).click();
  await expect(editor).toContainText('First name: {{first name}}');
});

test('labels that a card read in a column say so, and go with the gold answer', async ({ owner: page }) => {
  await openInstruction(page, await tickets());
  await page.getByRole('button', { name: /^Classify/ }).click();
  await expect(page.getByText('2 labels taken from topic')).toBeVisible();
  await page.getByRole('button', { name: 'Next: Answer' }).click();
  await expect(page.getByText('Taken from “topic”, please check')).toBeVisible();
  await page.getByLabel('Name of the new column').fill('topic');
  await expect(page.getByText('The answers come in a new column topic_2.')).toBeVisible();
  const labels = page.getByRole('grid', { name: 'Labels, in order' });
  await expect(labels.getByRole('row')).toHaveCount(2);
  await checkPage(page);
  await page.getByLabel('Column with the right answer').selectOption('');
  await expect(labels).toHaveCount(0);
  await expect(page.getByText('please check')).toHaveCount(0);
});

test('where the text may stand in several columns, the person says which', async ({ owner: page }) => {
  const sheet = ['sku,city,street', ...Array.from({ length: 12 }, (_, n) => `S${n},Town${n % 4},Way${n % 5}`)].join(
    '\n',
  );
  await openInstruction(page, await callApi('/datasets?name=places%20to%20ask', sheet, 'text/csv'));
  const editor = page.getByRole('textbox', { name: 'Instruction for each row' });
  await page.getByRole('button', { name: /^Translate/ }).click();
  const choice = page.getByLabel('Which column holds the text?');
  await expect(choice).toBeVisible();
  await expect(editor).not.toContainText('{{sku}}');
  await checkPage(page);
  await choice.selectOption('city');
  await expect(editor).toContainText('City: {{city}}');
  await expect(choice).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`on a small screen, ${colorScheme}`, () => {
    test.use({ viewport: { width: 390, height: 844 }, colorScheme });

    test('the prompt of any row is shown with what came from the sheet', async ({ owner: page }) => {
      await openInstruction(page, await tickets());
      await page.getByRole('textbox', { name: 'Instruction for each row' }).fill('Say {{message}} {{note}}');
      const shown = page.getByRole('region', { name: 'Rendered instruction' });
      await expect(shown).toHaveText('Say Message of row 1 is as long as most are. seen');
      await expect(shown.locator('mark')).toHaveText(['Message of row 1 is as long as most are.', 'seen']);
      await expect(page.getByText(/^\d+ tokens go out for this row\.$/)).toBeVisible();
      await checkPage(page);
      await page.getByRole('button', { name: 'Next row' }).click();
      await expect(page.getByText('note is empty in this row.')).toBeVisible();
      await page.getByRole('button', { name: 'Longest row' }).click();
      await expect(page.getByRole('heading', { name: `As sent for row ${LONGEST}` })).toBeVisible();
      await expect(page.getByText('The longest row.', { exact: true })).toBeVisible();
      await page.getByLabel(/^Go to row/).fill('9999');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { name: 'As sent for row 300' })).toBeVisible();
      await expect(page.getByRole('button', { name: 'Next row' })).toBeDisabled();
      await page.getByRole('button', { name: 'Random row' }).click();
      await expect(page.getByRole('heading', { name: 'As sent for row 300' })).toHaveCount(0);
      await expect(shown).toContainText(/^Say (Message of row|A very long)/);
      await checkPage(page);
    });
  });
}
