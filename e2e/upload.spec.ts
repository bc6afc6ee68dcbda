import type { Page } from '@playwright/test';
import { findProcesses } from '#scripts/live-processes.mjs';
import { launchRowmill } from './start-rowmill.ts';
import { checkBothSchemes, csvFile, enter, expect, test } from './story.ts';

// The network is cut here, and canceled uploads are asked for to see that they are gone.
test.use({ expectedErrors: /net::ERR_|status of 404/ });

const PIECE = /\/api\/uploads\/\w+\?from=/;

/** Several pieces long. */
function longFile(name: string) {
  const row = 'a message that somebody wrote, long enough to fill a line\n'.replace(',', '');
  return csvFile(name, `text\n${row.repeat(120_000)}`);
}

/** Does `act` when the second piece of an upload is about to be sent, and tells where all pieces began. */
async function atSecondPiece(page: Page, act: () => Promise<'send' | 'lose' | 'hold'>): Promise<{ begins: number[] }> {
  const begins: number[] = [];
  await page.route(PIECE, async (route) => {
    const begin = Number(new URL(route.request().url()).searchParams.get('from'));
    const isSecond = begin > 0 && !begins.some((earlier) => earlier > 0);
    begins.push(begin);
    const what = isSecond ? await act() : 'send';
    if (what === 'send') await route.continue();
    if (what === 'lose') await route.abort('internetdisconnected');
  });
  return { begins };
}

/** Chooses a file on the list, which opens the page that shows it, and begins to send it. */
async function startUpload(page: Page, name: string): Promise<string> {
  await page.goto('/datasets');
  await page.getByLabel('Choose a CSV file').setInputFiles(longFile(`${name}.csv`));
  const opened = page.waitForResponse((response) => response.url().endsWith('/api/uploads'));
  await page.getByRole('button', { name: 'Import this file' }).click();
  return (await (await opened).json()).id;
}

async function expectNothingLeft(page: Page, uploadId: string, name: string): Promise<void> {
  await expect.poll(async () => (await page.request.get(`/api/uploads/${uploadId}`)).status()).toBe(404);
  const datasets = await page.request.get('/api/v1/datasets?limit=200');
  expect(await datasets.text()).not.toContain(`"${name}"`);
}

/** What a browser makes of something dragged over the window. */
async function drag(page: Page, type: 'dragenter' | 'dragleave' | 'drop', content: { file?: string; text?: string }) {
  const transfer = await page.evaluateHandle(({ file, text }) => {
    const data = new DataTransfer();
    if (file) data.items.add(new File([file], 'dropped.csv', { type: 'text/csv' }));
    if (text) data.setData('text/plain', text);
    return data;
  }, content);
  await page.getByRole('main').dispatchEvent(type, { dataTransfer: transfer });
}

test('how a file is read is seen and put right before it is sent', async ({ owner: page }) => {
  await page.goto('/datasets/new');
  await page.getByLabel('Choose a CSV file').setInputFiles(csvFile('letters.csv', '1;café, or not\n2;tea\n'));
  const rows = page.getByRole('table', { name: 'First rows of the file' });
  await expect(page.getByLabel('Between cells')).toContainText('Semicolon (detected)');
  await expect(page.getByText('The first row looks like data.', { exact: false })).toBeVisible();
  await expect(rows.getByRole('columnheader', { name: 'café, or not' })).toBeVisible();
  await checkBothSchemes(page);

  await page.getByLabel('First row', { exact: true }).selectOption('Data; columns are numbered');
  await expect(rows.getByRole('columnheader', { name: 'column_1 Whole number' })).toBeVisible();
  await page.getByLabel('Encoding').selectOption('Windows-1252');
  await expect(rows.getByRole('cell', { name: 'cafÃ©, or not' })).toBeVisible();
  await page.getByLabel('Encoding').selectOption('UTF-8');
  await expect(rows.getByRole('cell', { name: 'café, or not' })).toBeVisible();

  await page.getByLabel('Name of the dataset').fill('Letters');
  await page.getByRole('button', { name: 'Import this file' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Letters' })).toBeVisible();
  await expect(page.getByText('2 rows in 2 columns.')).toBeVisible();
  await expect(page.getByText('Data; columns are numbered')).toBeVisible();
});

test('two thousand columns and a cell of five megabytes are shown in parts', async ({ owner: page }) => {
  const names = Array.from({ length: 2_000 }, (_, index) => `c${index + 1}`);
  const cells = names.map((_, index) => (index === 0 ? 'x'.repeat(5_000_000) : `v${index + 1}`));
  await page.goto('/datasets/new');
  await page.getByLabel('Choose a CSV file').setInputFiles(csvFile('wide.csv', `${names}\n${cells}\n`));
  await expect(page.getByText('Columns 1 to 40 of 2,000')).toBeVisible();
  await page.getByText('Show more').click();
  await expect(page.getByText('This is the beginning of 5,000,000 characters. All of them are kept.')).toBeVisible();
  await page.getByRole('button', { name: 'Next columns' }).click();
  await expect(page.getByRole('columnheader', { name: 'c41 ' })).toBeVisible();
  await page.getByRole('button', { name: 'Import this file' }).click();
  await expect(page.getByText('1 row in 2,000 columns.')).toBeVisible();
  await checkBothSchemes(page);
  await page.getByRole('navigation', { name: 'Columns' }).getByRole('link', { name: 'Last' }).click();
  const rows = page.getByRole('table', { name: 'Rows of the file' });
  await expect(rows.getByRole('cell', { name: 'v2000' })).toBeVisible();
});

test('a file dropped anywhere lands on the upload; text that is dragged does not', async ({ owner: page }) => {
  const overlay = page.getByText('Drop the CSV file anywhere');
  await page.goto('/settings/connections');
  await drag(page, 'dragenter', { text: 'some words' });
  await expect(overlay).toHaveCount(0);
  await drag(page, 'dragenter', { file: 'a,b\n1,2\n' });
  await expect(overlay).toBeVisible();
  await checkBothSchemes(page);
  await page.keyboard.press('Escape');
  await expect(overlay).toHaveCount(0);
  await drag(page, 'dragenter', { file: 'a,b\n1,2\n' });
  await expect(overlay).toBeVisible();
  await drag(page, 'dragleave', { file: 'a,b\n1,2\n' });
  await expect(overlay).toHaveCount(0);

  await drag(page, 'drop', { file: 'first,second\n1,2\n' });
  await expect(page).toHaveURL('/datasets/new');
  await expect(page.getByRole('columnheader', { name: 'first Whole number' })).toBeVisible();
  // On the upload's own page the next one takes its place.
  await drag(page, 'drop', { file: 'other\nx\n' });
  await expect(page.getByRole('columnheader', { name: 'other Text' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Import this file' })).toBeVisible();
});

test('an upload that loses the network goes on where it was', async ({ owner: page, context }) => {
  const { begins } = await atSecondPiece(page, async () => {
    await context.setOffline(true);
    return 'lose';
  });
  await startUpload(page, 'interrupted');
  await expect(page.getByText('The connection was lost.')).toBeVisible();
  await expect(page.getByText('The 1.0 MB sent so far are kept.', { exact: false })).toBeVisible();
  await expect(page.getByRole('progressbar', { name: 'Upload' })).toHaveAttribute('aria-valuetext', /1.0 MB of 6.8 MB/);
  await expect(page.getByRole('table', { name: 'First rows of the file' })).toBeVisible();
  await checkBothSchemes(page);
  await context.setOffline(false);
  await expect(page.getByRole('heading', { level: 1, name: 'interrupted' })).toBeVisible();
  await expect(page.getByText('120,000 rows in 1 column.')).toBeVisible();
  expect(begins.filter((begin) => begin === 0)).toHaveLength(1);
});

test('an upload outlives a restart of the web process', async ({ page }) => {
  test.setTimeout(240_000);
  const rowmill = await launchRowmill({}, 'rowmill-restarted.log');
  try {
    const { begins } = await atSecondPiece(page, async () => {
      const web = findProcesses(rowmill.dataDirectory).filter(({ command }) => command.includes('scripts/web.mjs'));
      expect(web.length).toBeGreaterThan(0);
      for (const { pid } of web) process.kill(pid, 'SIGKILL');
      return 'send';
    });
    await enter(page, rowmill.url);
    await page.goto(`${rowmill.url}/datasets/new`);
    await page.getByLabel('Choose a CSV file').setInputFiles(longFile('restarted.csv'));
    await page.getByRole('button', { name: 'Import this file' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'restarted' })).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText('120,000 rows in 1 column.')).toBeVisible();
    expect(begins.filter((begin) => begin === 0)).toHaveLength(1);
  } finally {
    await rowmill.stop();
  }
});

test('canceling asks nothing and leaves nothing behind', async ({ owner: page }) => {
  await atSecondPiece(page, async () => 'hold');
  const uploadId = await startUpload(page, 'canceled');
  await expect(page.getByRole('progressbar', { name: 'Upload' })).toHaveAttribute('aria-valuetext', /1.0 MB of 6.8 MB/);
  await checkBothSchemes(page);
  await page.getByRole('button', { name: 'Cancel upload' }).click();
  await expect(page.getByText('The upload was canceled. Nothing was stored.')).toBeVisible();
  await expectNothingLeft(page, uploadId, 'canceled');
  await page.unroute(PIECE);
  await page.getByRole('button', { name: 'Import this file' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'canceled' })).toBeVisible();
});

test('leaving an upload asks first: by a link, by Back, by closing', async ({ owner: page }) => {
  await atSecondPiece(page, async () => 'hold');
  const uploadId = await startUpload(page, 'left');
  const dialog = page.getByRole('alertdialog', { name: 'Leave and cancel the upload?' });
  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  await expect(dialog).toBeVisible();
  await checkBothSchemes(page);
  await dialog.getByRole('button', { name: 'Stay here' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('progressbar', { name: 'Upload' })).toBeVisible();

  const asked = page.waitForEvent('dialog');
  const reload = page.evaluate(() => location.reload()).catch(() => undefined);
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await reload;
  await expect(page.getByRole('progressbar', { name: 'Upload' })).toBeVisible();

  await page.evaluate(() => history.back());
  await dialog.getByRole('button', { name: 'Leave and cancel' }).click();
  await expect(page).toHaveURL('/datasets');
  await expectNothingLeft(page, uploadId, 'left');
});

test('at 390 pixels the file, its problems and what importing anyway changes fit the screen', async ({
  owner: page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/datasets/new');
  const text = `id,text\n1,${'a long text '.repeat(40)}\n2,"unclosed ${'x'.repeat(300)}\n`;
  await page.getByLabel('Choose a CSV file').setInputFiles(csvFile('narrow.csv', text));
  await expect(page.getByRole('list', { name: 'Problems in the file' })).toContainText('"unclosed xxx');
  await expect(page.getByText('A quote that is never closed is kept as a character.')).toBeVisible();
  await checkBothSchemes(page);
});
