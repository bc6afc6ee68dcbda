import type { Page } from '@playwright/test';
import { launchRun } from './launch-run.ts';
import {
  checkPage,
  checkPhoneAndDesk,
  csvFile,
  expect,
  findSampleChoice,
  openSampleDataset,
  tabTo,
  test,
} from './story.ts';
import { callApi } from './tour-world.ts';

/** A draft over the sample, at its second step; returns its address without the step. */
async function beginDraft(page: Page): Promise<string> {
  await openSampleDataset(page);
  await page.getByRole('link', { name: 'New run with this data' }).click();
  await expect(page).toHaveURL(/\/runs\/new\/drf_\w+\/instruction$/);
  return page.url().replace(/\/instruction$/, '');
}

const instruction = (page: Page) => page.getByRole('textbox', { name: 'Instruction for each row' });
const saved = (page: Page) => page.getByRole('status').filter({ hasText: /^Saved$/ });

/** Whatever kind of editor it is. */
async function expectInstruction(page: Page, text: string): Promise<void> {
  const read = (element: Element) => (element instanceof HTMLTextAreaElement ? element.value : element.textContent);
  await expect.poll(async () => instruction(page).evaluate(read)).toContain(text);
}

async function write(page: Page, text: string): Promise<void> {
  await instruction(page).fill(text);
}

test('what was typed outlives a reload at any moment, the way back, and the tab', async ({ owner: page, context }) => {
  test.setTimeout(120_000);
  const draft = await beginDraft(page);
  await write(page, 'About this message');
  // Not a moment is waited: the tab itself remembers what the server does not have yet.
  await page.reload();
  await expectInstruction(page, 'About this message');
  await expect(saved(page)).toBeVisible();

  await page.getByRole('button', { name: 'Next: Answer' }).click();
  await page.getByRole('button', { name: 'Next: Launch' }).click();
  await page.getByLabel('Name of the run (optional)').fill('Kept for later');
  await page.goBack();
  await page.goBack();
  await expectInstruction(page, 'About this message');
  await page.getByRole('link', { name: /^Launch/ }).click();
  await expect(page.getByLabel('Name of the run (optional)')).toHaveValue('Kept for later');
  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  await page.close();

  const later = await context.newPage();
  await later.goto('/');
  const unfinished = later.getByRole('region', { name: 'Unfinished' });
  await expect(unfinished.getByRole('link', { name: 'Kept for later' })).toBeVisible();
  await checkPage(later);
  await later.goto('/runs');
  await checkPage(later);
  await later.getByRole('link', { name: 'Kept for later' }).click();
  await expect(later).toHaveURL(`${draft}/launch`);
  await expect(later.getByLabel('Name of the run (optional)')).toHaveValue('Kept for later');
  await expect(later.getByRole('button', { name: /^Launch · / })).toBeVisible();
});

test.describe('without a connection', () => {
  // What was about to be fetched when the network went, such as a font, is reported by the browser.
  test.use({ expectedErrors: /ERR_INTERNET_DISCONNECTED/ });

  test('what is typed is said not to be saved, and is saved when there is one', async ({ owner: page, context }) => {
    await beginDraft(page);
    await expect(saved(page)).toBeVisible();
    await context.setOffline(true);
    await write(page, 'Written in a tunnel');
    await expect(page.getByRole('status').filter({ hasText: /^Not saved: there is no connection/ })).toBeVisible();
    await context.setOffline(false);
    await expect(saved(page)).toBeVisible();
  });
});

test('a second window is told of a newer version, and neither loses a word unasked', async ({
  owner: page,
  context,
}) => {
  test.setTimeout(120_000);
  const draft = await beginDraft(page);
  await write(page, 'From the first window');
  await expect(saved(page)).toBeVisible();
  const other = await context.newPage();
  await other.goto(`${draft}/instruction`);
  await expectInstruction(other, 'From the first window');
  await write(other, 'From the second window');
  await expect(saved(other)).toBeVisible();

  await write(page, 'Typed on in the first');
  const notice = page.getByText('This draft was changed in another window or on another device.');
  await expect(notice).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Not saved: it was changed elsewhere.' })).toBeVisible();
  await expectInstruction(page, 'Typed on in the first');
  await checkPage(page);
  await page.getByRole('button', { name: 'Load the newer version' }).click();
  await expectInstruction(page, 'From the second window');
  await expect(notice).toHaveCount(0);

  await write(page, 'The last word');
  await expect(saved(page)).toBeVisible();
  await write(other, 'Mine all the same');
  await other.getByRole('button', { name: 'Keep what is here' }).click();
  await expect(saved(other)).toBeVisible();
  await page.reload();
  await expectInstruction(page, 'Mine all the same');
});

test('two windows launch one run, and the draft’s address leads to it from then on', async ({
  owner: page,
  context,
}) => {
  test.setTimeout(120_000);
  const draft = await beginDraft(page);
  await write(page, 'Summarize this');
  await page.getByRole('button', { name: 'Next: Answer' }).click();
  await page.getByRole('button', { name: 'Next: Launch' }).click();
  await page.getByLabel('Only the first rows (optional)').fill('3');
  await expect(page.getByText('only the first 3')).toBeVisible();
  await page.getByRole('button', { name: /^Launch · / }).waitFor();
  const other = await context.newPage();
  await other.goto(`${draft}/launch`);
  await other.getByRole('button', { name: /^Launch · / }).waitFor();
  await Promise.all([page, other].map((window) => window.getByRole('button', { name: /^Launch · / }).click()));
  await expect(page).toHaveURL(/\/runs\/run_\w+$/);
  await expect(other).toHaveURL(page.url());
  await page.goto(draft);
  await expect(page).toHaveURL(other.url());
  await page.goto('/runs');
  await expect(
    page.getByRole('link', { name: 'Continue' }).and(page.locator(`[href*="${draft.slice(-20)}"]`)),
  ).toHaveCount(0);
});

test('a draft is discarded after it says what that means, also under another window', async ({
  owner: page,
  context,
}) => {
  const draft = await beginDraft(page);
  await write(page, 'Soon gone');
  await expect(saved(page)).toBeVisible();
  const other = await context.newPage();
  await other.goto(`${draft}/instruction`);
  await expectInstruction(other, 'Soon gone');
  await page.getByRole('button', { name: 'Discard' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Discard this draft?' });
  await expect(dialog).toContainText('deleted for good');
  await dialog.getByRole('button', { name: 'Keep' }).click();
  await page.getByRole('button', { name: 'Discard' }).click();
  await dialog.getByRole('button', { name: 'Discard draft' }).click();
  await expect(page).toHaveURL(/\/runs$/);
  await write(other, 'Too late');
  await expect(other.getByText('This draft was discarded')).toBeVisible();
  await checkPage(other);
});

test('other data keeps the instruction and says what it does not have', async ({ owner: page }) => {
  test.setTimeout(120_000);
  await beginDraft(page);
  await page.getByRole('button', { name: 'Insert column message' }).click();
  await page.getByRole('link', { name: /^Back/ }).click();
  await page.getByRole('button', { name: 'Choose other data' }).click();
  await page.getByLabel('Choose a CSV file').setInputFiles(csvFile('other.csv', 'id,body\n1,a\n2,b\n'));
  await page.getByRole('button', { name: 'Import this file' }).click();
  await expect(page.getByRole('heading', { name: 'other' })).toBeVisible();
  await expect(page.getByText('2 rows in 2 columns')).toBeVisible();
  await expect(page.getByText('Your instruction is kept, but it does not fit this data yet.')).toBeVisible();
  await expect(page.getByText(/\{\{message\}\} is not a column of this dataset/).first()).toBeVisible();
  await checkPage(page);
  await page.getByRole('link', { name: 'Mend it' }).click();
  await expectInstruction(page, '{{message}}');
});

test('what is missing keeps a run from being launched, and leads to where it is filled in', async ({ owner: page }) => {
  const draft = await beginDraft(page);
  await page.goto(`${draft}/launch`);
  await expect(page.getByRole('heading', { name: 'Not ready yet' })).toBeVisible();
  await checkPage(page);
  await expect(page.getByRole('link', { name: /Instruction.*1 problem/ })).toBeVisible();
  await page.getByRole('listitem').filter({ hasText: 'Write an instruction.' }).getByRole('link').click();
  await expect(page.getByText('Write an instruction.').first()).toBeVisible();
  await write(page, 'Say something');
  await expect(page.getByRole('link', { name: /Instruction.*Done/ })).toBeVisible();
});

test('a run again with changes starts from everything the run had', async ({ owner: page }) => {
  const runId = await launchRun(page, { name: 'To be asked again', rows: 3 });
  await page.goto(`/runs/new?from=${runId}`);
  await expect(page).toHaveURL(/\/runs\/new\/drf_\w+\/instruction$/);
  await expectInstruction(page, 'message');
  // The address of the edit page of earlier days says what to do instead.
  await page.goto(`/runs/${runId}/edit`);
  await expect(page.getByText('This run is launched already. Make a new run from it instead.')).toBeVisible();
  await checkPage(page);
});

test('a run that a program prepared opens with its price, and is changed as a draft', async ({ owner: page }) => {
  const headers = { authorization: `Bearer ${process.env.E2E_API_TOKEN}` };
  const datasets = await (await page.request.get('/api/v1/datasets?search=sample', { headers })).json();
  const [{ id: datasetId }] = datasets.data;
  const data = {
    datasetId,
    model: 'gpt-4o-mini',
    prompt: { user: '{{message}}' },
    output: { kind: 'text' },
    launch: false,
  };
  const { id } = await (
    await page.request.post('/api/v1/runs', { headers, data: { ...data, rows: { limit: 4 } } })
  ).json();
  await page.goto(`/runs/${id}`);
  await expect(page.getByRole('heading', { name: 'Before you launch' })).toBeVisible();
  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(page).toHaveURL(/\/runs\/new\/drf_\w+\/launch$/);
  await page.getByLabel('Only the first rows (optional)').fill('5');
  await expect(page.getByText('only the first 5')).toBeVisible();
  await page.getByRole('button', { name: /^Launch · / }).click();
  await expect(page).toHaveURL(new RegExp(`/runs/${id}$`));
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`the steps at 390 pixels, ${colorScheme}`, () => {
    test.use({ viewport: { width: 390, height: 844 }, colorScheme });

    test('each fits and can be walked by keyboard', async ({ owner: page }) => {
      test.setTimeout(120_000);
      await page.goto('/runs/new');
      const sample = await findSampleChoice(page);
      await checkPage(page);
      await tabTo(page, sample);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('table', { name: 'First rows' })).toBeVisible();
      await checkPage(page);
      await tabTo(page, page.getByRole('button', { name: 'Next: Instruction' }));
      await page.keyboard.press('Enter');
      await expect(instruction(page)).toBeVisible();
      await page.getByRole('button', { name: 'Next: Answer' }).click();
      await expect(page.getByRole('alert').filter({ hasText: 'Write an instruction.' })).toBeVisible();
      await checkPage(page);
      await write(page, 'Say hello');
      await page.getByRole('button', { name: 'Next: Answer' }).press('Enter');
      await expect(page.getByRole('region', { name: 'Step: answer' })).toBeFocused();
      await checkPage(page);
      await page.getByRole('button', { name: 'Next: Launch' }).press('Enter');
      await expect(page.getByRole('button', { name: /^Launch · / })).toBeVisible();
      await page.getByText('Advanced', { exact: true }).click();
      await checkPage(page);
    });
  });
}

test('fixed text that stands too late is moved up, and the price of many rows is there at once, then exact', async ({
  owner: page,
}) => {
  test.setTimeout(240_000);
  const rows = Array.from({ length: 5_000 }, (_, row) => `row ${row} ${'and more '.repeat(row % 50)}`);
  const dataset = await callApi<{ id: string }>('/datasets?name=Many', ['text', ...rows].join('\n'), 'text/csv');
  const rules = Array.from({ length: 200 }, (_, at) => `Rule ${at} says to be kind.`).join(' ');
  const prepared = await callApi<{ id: string }>('/runs', {
    ...{ datasetId: dataset.id, model: 'gpt-5-mini', connection: 'sandbox', launch: false },
    ...{ prompt: { user: `Sum up: {{text}}\n\n${rules}` }, output: { kind: 'text' } },
  });
  await page.goto(`/runs/new?edit=${prepared.id}`);
  await page.getByRole('link', { name: /^Instruction/ }).click();
  await expect(page.getByText(/that are the same in every row stand behind \{\{text\}\}/)).toContainText(
    'could save up to ≈ $',
  );
  await checkPhoneAndDesk(page);
  await page.getByRole('button', { name: 'Move the fixed part up' }).click();
  await expectInstruction(page, 'Sum up: {{text}}');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Move the fixed part up' }).click();
  await expect(page.getByText('The fixed paragraphs stand first now.')).toBeVisible();
  await expect(saved(page)).toBeVisible();

  // The first answers are those of a count that takes its time.
  const counting = { json: { state: 'counting', counted: 2_000, total: 5_000 } };
  await page.route('**/api/drafts/*/count?*', (route) => route.fulfill(counting));
  await page.getByRole('button', { name: 'Next: Answer' }).click();
  await page.getByRole('button', { name: 'Next: Launch' }).click();
  await expect(page.getByText('Counting row 2,000 of 5,000')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Launch · / })).toBeEnabled();
  await expect(page.getByText(/^≈ .* tokens/)).toBeVisible();
  await checkPhoneAndDesk(page);
  await page.unroute('**/api/drafts/*/count?*');
  await expect(page.getByText('every row counted')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/^≈ .* tokens/)).toBeHidden();
  await page.reload();
  await expect(page.getByText('every row counted')).toBeVisible();
});
