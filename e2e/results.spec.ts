import fs from 'node:fs';
import type { APIRequestContext, Download, Locator, Page } from '@playwright/test';
import Papa from 'papaparse';
import { checkPage, expect, test } from './story.ts';

const COUNT = 400;
const TOPICS = ['card_lost', 'refund_wanted', 'address_changed'];
const LONG = 'It is a long story. '.repeat(40).trim();

/** Cells that careless programs change, in a sheet long enough to be scrolled. */
const ROWS = Array.from({ length: COUNT }, (_, index) => {
  const odd = ['=1+1', '007', ' spaced ', 'two\nlines', 'a "quote"; a comma,', '<b>bold</b>'][index % 6] ?? '';
  const topic = TOPICS[index % TOPICS.length] ?? '';
  const text = `Case ${index}: ${topic.replace('_', ' ')}${index === 41 ? ' needle IN a haystack' : ''}`;
  return [`${1000 + index}`, text, odd, index % 50 === 0 ? LONG : ''];
});
const HEADER = ['number', 'text', 'odd', 'story'];

let runId: string | undefined;

/** One run for all stories of this file: every row is sent once, so that some of them fail and stay failed. */
async function makeRun(request: APIRequestContext): Promise<string> {
  const headers = { authorization: `Bearer ${process.env.E2E_API_TOKEN}` };
  const uploaded = await request.post('/api/v1/datasets?name=results', {
    headers: { ...headers, 'content-type': 'text/csv' },
    data: Papa.unparse([HEADER, ...ROWS]),
  });
  const { id: datasetId } = await uploaded.json();
  const launched = await request.post('/api/v1/runs', {
    headers,
    data: {
      ...{ datasetId, name: 'To be looked through', model: 'gpt-4o-mini', connection: 'sandbox', launch: true },
      ...{ prompt: { system: 'Be exact.', user: 'Which topic is this? {{text}}' } },
      ...{ output: { kind: 'label', labels: TOPICS }, retry: { maxAttempts: 1 } },
    },
  });
  const { id } = await launched.json();
  await expect(async () => {
    const run = await (await request.get(`/api/v1/runs/${id}`, { headers })).json();
    expect(['succeeded', 'completed_with_failures']).toContain(run.status);
  }).toPass({ timeout: 120_000 });
  return id;
}

async function open(page: Page, search = ''): Promise<Locator> {
  runId ??= await makeRun(page.request);
  await page.goto(`/runs/${runId}/results${search}`);
  const grid = page.getByRole('grid', { name: 'Results' });
  await expect(grid).toBeVisible();
  return grid;
}

async function readCsv(download: Download, delimiter = ','): Promise<string[][]> {
  const text = fs.readFileSync(await download.path(), 'utf8').replace(/^\uFEFF/, '');
  return Papa.parse<string[]>(text, { skipEmptyLines: true, delimiter }).data;
}

test('rows are narrowed by state, by answer and by text, and the counts are right', async ({ owner: page }) => {
  test.setTimeout(240_000);
  const grid = await open(page);
  await checkPage(page);
  await expect(grid).toHaveAttribute('aria-rowcount', `${COUNT + 1}`);

  const failedTab = page.getByRole('link', { name: /^Failed \d+/ });
  const failed = Number((await failedTab.textContent())?.replace(/\D/g, ''));
  expect(failed).toBeGreaterThan(0);
  await failedTab.click();
  await expect(grid).toHaveAttribute('aria-rowcount', `${failed + 1}`);
  await expect(page).toHaveURL(/\?status=failed$/);
  await checkPage(page);
  await page.reload();
  await expect(grid).toHaveAttribute('aria-rowcount', `${failed + 1}`);
  const retry = page.getByRole('button', { name: new RegExp(`^Retry these ${failed} rows? · free, simulated$`) });
  await expect(retry).toBeVisible();
  await expect(page.getByText(`of ${COUNT - failed} answered rows`)).toBeVisible();
  await expect(page.getByText(/A row’s number opens it/)).toBeVisible();
  await grid.getByRole('link').first().click();
  await expect(page.getByRole('dialog')).toContainText(/(sandbox|model|answer)/);
  await checkPage(page);
  await page.getByRole('button', { name: 'Close (Escape)' }).click();
  await page.goBack();
  await expect(grid).toHaveAttribute('aria-rowcount', `${COUNT + 1}`);

  const answer = page.getByRole('button', { name: /^card_lost/ });
  const given = Number((await answer.textContent())?.match(/card_lost([\d,]+) ·/)?.[1]);
  await answer.click();
  await expect(grid).toHaveAttribute('aria-rowcount', `${given + 1}`);
  await expect(grid.getByRole('gridcell', { name: 'refund_wanted', exact: true })).toHaveCount(0);
  await answer.click();

  await page.getByRole('searchbox').fill('NEEDLE in');
  await expect(page.getByText(`1 of ${COUNT} rows with “NEEDLE in” in a cell or an answer.`)).toBeVisible();
  await expect(grid.getByRole('row')).toHaveCount(2);
  await expect(page).toHaveURL(/q=NEEDLE/);
  await page.getByRole('searchbox').fill('nowhere at all');
  await expect(page.getByText('No row has “nowhere at all” in a cell or an answer')).toBeVisible();
  await checkPage(page);
  await page.getByRole('button', { name: 'Show all rows' }).click();
  await expect(grid).toHaveAttribute('aria-rowcount', `${COUNT + 1}`);
});

test('what is in a cell is text, and a long one is shown whole', async ({ owner: page }) => {
  test.setTimeout(240_000);
  const grid = await open(page);
  await expect(grid.getByText('<b>bold</b>').first()).toBeVisible();
  await grid
    .getByRole('gridcell', { name: /^It is a long story/ })
    .first()
    .dblclick();
  const dialog = page.getByRole('dialog', { name: 'story, row 1' });
  await expect(dialog).toContainText(LONG);
  await checkPage(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.getByLabel('Height of rows').selectOption('3');
  await expect(grid.getByRole('row').nth(1)).toHaveCSS('height', '77px');
  await page.reload();
  await expect(grid.getByRole('row').nth(1)).toHaveCSS('height', '77px');
  await page.getByLabel('Height of rows').selectOption('1');
});

test('columns sort, one way and the other, and widths are remembered', async ({ owner: page }) => {
  test.setTimeout(240_000);
  const grid = await open(page);
  const head = grid.getByRole('columnheader', { name: /^Row/ });
  await head.getByRole('button').click();
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  await expect(grid.getByRole('link').first()).toHaveText(`${COUNT}`);
  const answers = grid.getByRole('columnheader', { name: /^label/ });
  await answers.getByRole('button').click();
  await expect(answers).toHaveAttribute('aria-sort', 'ascending');
  await expect(grid.getByRole('row').nth(1)).toContainText('address_changed');
  await answers.getByRole('button').click();
  await expect(grid.getByRole('row').nth(1)).toContainText('refund_wanted');
  await expect(page).toHaveURL(/sort=answer&desc=1/);

  const edge = answers.locator('[data-edge]');
  const box = await edge.boundingBox();
  if (!box) throw new Error('The edge of the column is not to be seen.');
  const before = (await answers.boundingBox())?.width ?? 0;
  await page.mouse.move(box.x + 4, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + 84, box.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect(answers).toHaveCSS('width', `${before + 80}px`);
  await page.reload();
  await expect(answers).toHaveCSS('width', `${before + 80}px`);
});

test('everything in the grid is reached by keys', async ({ owner: page }) => {
  test.setTimeout(240_000);
  const grid = await open(page);
  const active = () =>
    grid.evaluate((element) => {
      const cell = document.getElementById(element.getAttribute('aria-activedescendant') ?? '');
      return [cell?.closest('[role=row]')?.getAttribute('aria-rowindex'), cell?.getAttribute('aria-colindex')].join(
        ' ',
      );
    });
  await grid.focus();
  for (const [key, there] of [
    ['ArrowDown', '3 1'],
    ['ArrowRight', '3 2'],
    ['Control+End', `${COUNT + 1} 9`],
    ['Control+Home', '2 1'],
    ['End', '2 9'],
    ['Home', '2 1'],
    ['ArrowUp', '1 1'],
    ['ArrowRight', '1 2'],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(active, key).toBe(there);
  }
  const answers = grid.getByRole('columnheader', { name: /^label/ });
  const before = (await answers.boundingBox())?.width ?? 0;
  await page.keyboard.press('Shift+ArrowRight');
  await expect(answers).toHaveCSS('width', `${before + 16}px`);
  await page.keyboard.press('Enter');
  await expect(answers).toHaveAttribute('aria-sort', 'ascending');
  await expect(grid).toBeFocused();

  await page.getByLabel('Go to row').fill(`${COUNT}`);
  await page.keyboard.press('Enter');
  await expect(grid).toBeFocused();
  // Whole, also where the grid reaches below the window.
  await expect(grid.getByRole('link', { name: `Open row ${COUNT}` })).toBeInViewport({ ratio: 1 });
  await page.getByLabel('Go to row').fill('300');
  await page.keyboard.press('Enter');
  await expect(grid).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Row 300' })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });
    test('a row opens beside the sheet with all there is to know of it', async ({ owner: page }) => {
      test.setTimeout(240_000);
      const grid = await open(page);
      await checkPage(page);
      await grid.getByRole('link', { name: 'Open row 2', exact: true }).click();
      const second = page.getByRole('dialog', { name: 'Row 2' });
      await expect(second).toContainText('Which topic is this? Case 1: refund wanted');
      await expect(second).toContainText('Be exact.');
      await expect(second).toContainText(/\d+ read, \d+ written/);
      await expect(second).toContainText('007');
      await expect(page).toHaveURL(/\?row=2$/);
      const [sheet, row] = await Promise.all([grid.boundingBox(), second.boundingBox()]);
      expect(sheet && row && sheet.width > row.width && sheet.x + sheet.width <= row.x).toBe(true);
      await checkPage(page);
      await page.keyboard.press('j');
      await expect(page.getByRole('dialog', { name: 'Row 3' })).toContainText('Case 2');
      await page.keyboard.press('k');
      await expect(second).toContainText('Case 1');
      await page.reload();
      await expect(second).toContainText('Case 1');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await expect(page).toHaveURL(/results$/);
    });
  });
}

test('at 390 pixels the answer is seen first, and a row fills the screen', async ({ owner: page }) => {
  test.setTimeout(240_000);
  await page.setViewportSize({ width: 390, height: 844 });
  const grid = await open(page, '?status=succeeded');
  await expect(grid.getByRole('columnheader', { name: /^label/ })).toBeInViewport();
  await checkPage(page);
  await grid.getByRole('link').first().click();
  await expect(page.getByRole('dialog')).toContainText('What was sent');
  await checkPage(page);
  await page.getByRole('button', { name: 'Close (Escape)' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('the downloads keep what they say', async ({ owner: page }) => {
  test.setTimeout(240_000);
  await open(page);
  const take = async (name: RegExp) => {
    await page.getByRole('button', { name: 'Download' }).click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('menuitem', { name }).click();
    return downloading;
  };
  await page.getByRole('button', { name: 'Download' }).click();
  await expect(page.getByRole('menuitem').first()).toBeVisible();
  await checkPage(page);
  await page.keyboard.press('Escape');
  const forPeople = await take(/^Your sheet with the answers/);
  expect(forPeople.suggestedFilename()).toBe('To be looked through (simulated).csv');
  expect((await readCsv(forPeople))[0]).toEqual([...HEADER, 'label (simulated)', '_error']);

  const exact = await readCsv(await take(/exactly as uploaded/));
  expect(exact[0]?.slice(0, 5)).toEqual([...HEADER, 'label']);
  expect(exact.slice(1).map((row) => row.slice(0, 4))).toEqual(ROWS);

  const semicolons = await take(/^With everything, with semicolons/);
  expect(semicolons.suggestedFilename()).toBe('To be looked through (simulated), all columns, semicolons.csv');
  const safe = await readCsv(semicolons, ';');
  const guarded = ROWS.map((row) => row.map((cell) => (cell.startsWith('=') ? `'${cell}` : cell)));
  expect(safe.slice(1).map((row) => row.slice(0, 4))).toEqual(guarded);

  const lines = fs
    .readFileSync(await (await take(/JSON Lines/)).path(), 'utf8')
    .trimEnd()
    .split('\n');
  expect(lines.map((line) => HEADER.map((name) => JSON.parse(line)[name]))).toEqual(ROWS);

  const failed = await readCsv(await take(/^Only the/));
  const states = exact.slice(1).map((row) => row[6]);
  expect(failed).toHaveLength(states.filter((state) => state === 'failed').length + 1);
  expect(failed[0]).toEqual([...HEADER, 'label (simulated)', '_error']);
  expect(failed.slice(1).every((row) => row[4] === '' && row[5] !== '')).toBe(true);
});
