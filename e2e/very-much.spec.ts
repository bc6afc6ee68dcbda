import { CAUSE_WORDS } from '#lib/providers/cause-words.ts';
import { FAILURE_CAUSES, isTransient } from '#lib/providers/failure-causes.ts';
import { inPartyWords } from '#lib/runs/party.ts';
import type { RunProgress } from '#lib/runs/schema.ts';
import { hugeRun, WORD } from './huge-run.ts';
import { checkPhoneAndDesk, csvFile, DESK, expect, PHONE, test } from './story.ts';
import { callApi } from './tour-world.ts';

// The last of all files: it makes so many runs that the sample is no longer among the newest.

test('very long names, 200 columns and 100 labels push nothing out of sight', async ({ owner: page }) => {
  test.setTimeout(240_000);
  const { datasetId, runId } = await hugeRun(page);
  await page.goto(`/runs/${runId}`);
  await expect(page.getByText(/^Done/).first()).toBeVisible();
  await checkPhoneAndDesk(page);
  for (const [address, label, last] of [
    ['/runs?name=Kunden', 'Runs, newest first', 'Would have cost'],
    ['/datasets?search=Kunden', 'Datasets', 'Rows'],
    ['/costs?money=sandbox&model=gpt-4.1-mini', 'Costs by run', 'Failed tries'],
  ] as const) {
    await page.goto(address);
    const head = page.getByRole('table', { name: label }).getByRole('columnheader', { name: last, exact: true });
    for (const size of [PHONE, DESK]) {
      await page.setViewportSize(size);
      await head.scrollIntoViewIfNeeded();
      const box = await head.boundingBox();
      expect((box?.x ?? size.width) + (box?.width ?? 0), `${label} at ${size.width}`).toBeLessThan(size.width);
    }
  }
  await page.goto('/datasets/new');
  await page.getByLabel('Choose a CSV file').setInputFiles(csvFile(`${WORD}.csv`, `${WORD},b\n${WORD},2\n`));
  await expect(page.getByRole('table', { name: 'First rows of the file' })).toContainText('Kunden');
  await checkPhoneAndDesk(page);
  await page.goto(`/datasets/${datasetId}`);
  await expect(page.getByText('Columns 1 to 40 of 200')).toBeVisible();
  await checkPhoneAndDesk(page);
  await page.setViewportSize(PHONE);
  await page.getByRole('button', { name: 'Delete dataset' }).click();
  const question = page.getByRole('alertdialog', { name: `Delete ${WORD}?` });
  expect(await question.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBeLessThanOrEqual(0);
  await page.keyboard.press('Escape');

  await page.goto(`/runs/${runId}/results`);
  const grid = page.getByRole('grid', { name: 'Results' });
  await expect(page.getByRole('combobox', { name: 'More answers of label' })).toBeVisible();
  await checkPhoneAndDesk(page);
  await grid.focus();
  await page.keyboard.press('Control+End');
  await expect(grid.getByRole('columnheader', { name: /^Would have cost/ })).toBeInViewport();
  await expect(grid.getByRole('gridcell', { name: 'v29.199', exact: true })).toBeVisible();
});

test('a new run over 200 columns and 100 labels fits every step', async ({ owner: page }) => {
  test.setTimeout(240_000);
  const { runId } = await hugeRun(page);
  await page.goto(`/runs/new?from=${runId}`);
  await expect(page.getByLabel('Find one of 200 columns')).toBeVisible();
  await checkPhoneAndDesk(page);
  await page.getByRole('button', { name: 'Next: Answer' }).click();
  await expect(page.getByText('Labels (100)')).toBeVisible();
  await page.getByRole('button', { name: 'Next: Launch' }).click();
  await expect(page.getByRole('button', { name: /^Launch · / })).toBeVisible();
  await page.getByText('What these words mean').click();
  await expect(page.getByText(/about three quarters of a word\. What goes out/)).toBeVisible();
  await checkPhoneAndDesk(page);
});

test('every cause of failure at once is a list of sentences, each with its remedy', async ({ owner: page }) => {
  test.setTimeout(240_000);
  const { runId } = await hugeRun(page);
  await page.route('**/api/runs/*/progress', async (route) => {
    const response = await route.fetch();
    const progress: RunProgress = await response.json();
    const failures = FAILURE_CAUSES.filter((cause) => cause !== 'canceled').map((cause, index) => ({
      ...{ cause, count: 1_000 + index, example: WORD, ...CAUSE_WORDS[cause], passes: isTransient(cause) },
      ...{ firstRows: [0, 7, 99_998, 99_999, 999_999], retryUsd: '0.5' },
    }));
    Object.assign(progress, { failures });
    Object.assign(progress.run, { status: 'completed_with_failures' });
    await route.fulfill({ response, json: progress });
  });
  await page.goto(`/runs/${runId}`);
  // A page that is not awake yet does not notice that somebody came back to it.
  await expect(async () => {
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
    await expect(page.getByRole('heading', { name: 'Someone has to change something' })).toBeVisible({
      timeout: 1_000,
    });
  }).toPass({ timeout: 30_000 });
  for (const cause of ['rate_limited', 'refused', 'model_unavailable'] as const)
    await expect(page.getByText(`${inPartyWords(CAUSE_WORDS[cause].title, true)} · `).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^Retry 1,0\d\d rows · free, simulated: / })).toHaveCount(
    FAILURE_CAUSES.length - 1,
  );
  await checkPhoneAndDesk(page);
});

test('more runs than a page holds come in pages', async ({ owner: page }) => {
  const headers = { authorization: `Bearer ${process.env.E2E_API_TOKEN}` };
  const [{ id: datasetId }] = (await (await page.request.get('/api/v1/datasets?search=Sample', { headers })).json())
    .data;
  for (let index = 1; index <= 60; index++) {
    await callApi('/runs', {
      ...{ datasetId, name: `Prepared ${index}`, model: 'gpt-4o-mini', connection: 'sandbox', launch: false },
      ...{ prompt: { user: '{{message}}' }, output: { kind: 'text' }, rows: { limit: 1 } },
    });
  }
  await page.goto('/runs?name=Prepared');
  const rows = page.getByRole('table', { name: 'Runs, newest first' }).getByRole('row');
  await expect(rows).toHaveCount(26);
  await expect(rows.nth(1)).toContainText('Prepared 60');
  await page.getByRole('link', { name: 'Last page' }).click();
  await expect(rows.last()).toContainText('Prepared 1');
  await checkPhoneAndDesk(page);
});
