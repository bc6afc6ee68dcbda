import fs from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { RunProgress } from '#lib/runs/schema.ts';
import { launchRun } from './launch-run.ts';
import { checkPage, expect, test } from './story.ts';

const OVER_MS = 120_000;

/** As when a person comes back to a tab. */
async function comeBack(page: Page): Promise<void> {
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
}

/** The state that a page is to see instead of its run's own. */
const changes = new WeakMap<Page, (progress: RunProgress) => void>();

/** Lets the page see the run in another state. One listener for all of them: one that is taken away may be in the middle of an answer. */
async function pretend(page: Page, change: (progress: RunProgress) => void): Promise<void> {
  const isFirst = !changes.has(page);
  changes.set(page, change);
  if (isFirst)
    await page.route('**/api/runs/*/progress', async (route) => {
      const response = await route.fetch();
      const progress: RunProgress = await response.json();
      changes.get(page)?.(progress);
      await route.fulfill({ response, json: progress });
    });
  await comeBack(page);
}

async function openFinishedRun(page: Page, name: string, maxAttempts = 1): Promise<string> {
  const runId = await launchRun(page, { name, maxAttempts, rows: 200 });
  await page.goto(`/runs/${runId}`);
  await expect(page.getByText(/^Done/).first()).toBeVisible({ timeout: OVER_MS });
  return runId;
}

test('a run tells when it is ready, how far each batch is, and at the end what it cost and how that is computed', async ({
  owner: page,
}) => {
  test.setTimeout(240_000);
  const runId = await launchRun(page, { name: 'Watched to its end', maxAttempts: 8, maxRequests: 250 });
  await page.goto(`/runs/${runId}`);
  await expect(page.getByText(/[Uu]sually ready within|takes longer than/)).toBeVisible();
  await expect(page.getByText('The sandbox is a part of Rowmill: nothing leaves this machine.')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Steps of batch 1' })).toContainText('Rows prepared');
  await expect(page.getByRole('list', { name: 'Steps of batch 1' })).toContainText('At the sandbox');
  await checkPage(page);

  await expect(page.getByText('Done: all 500 rows answered.')).toBeVisible({ timeout: OVER_MS });
  await expect(page.getByText('500 rows in · 500 answered · 0 failed · 0 missing')).toBeVisible();
  await expect(page.getByText(/[Uu]sually ready within|At the latest/)).toHaveCount(0);
  await expect(page.getByText(/^Expected before the launch \$.*would have cost \$.*(more|less|as much)/)).toBeVisible();
  await page.getByText('How this is computed').click();
  const prices = page.getByRole('table', { name: 'Tokens and prices' });
  await expect(prices.getByRole('row', { name: /^Written [\d,]+ \$0\.60 \$0\.30$/ })).toBeVisible();
  await page.getByRole('button', { name: 'Show as table' }).click();
  await expect(page.getByRole('table', { name: 'Rows settled over time' }).getByRole('row').last()).toContainText(
    '500',
  );
  await checkPage(page);
  await expect(page.getByRole('link', { name: 'Run again with changes' })).toHaveAttribute(
    'href',
    `/runs/new?from=${runId}`,
  );

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download the log' }).click(),
  ]);
  expect(await fs.readFile(await download.path(), 'utf8')).toContain('Put 500 rows into 2 batches.');
});

test('what keeps a run from going on has a sentence with what to do', async ({ owner: page }) => {
  test.setTimeout(240_000);
  await openFinishedRun(page, 'Seen in every state');
  const running = (progress: RunProgress) => {
    progress.run.status = 'running';
  };
  await pretend(page, (progress) => {
    running(progress);
    progress.isWorkerSeen = false;
  });
  await expect(page.getByText('The worker is not running, so nothing is sent or read now.')).toBeVisible();
  await checkPage(page);

  await pretend(page, (progress) => {
    running(progress);
    const [batch] = progress.run.batches;
    const [story] = progress.stories;
    if (batch) Object.assign(batch, { status: 'waiting_for_capacity', nextTryAt: new Date(Date.now() + 300_000) });
    if (story)
      Object.assign(story, { waitsSince: story.plannedAt, submittedAt: null, endedAt: null, finishedAt: null });
  });
  await expect(page.getByText(/takes only so much at a time; next try in about \d min/)).toBeVisible();
  await expect(page.getByRole('list', { name: 'Steps of batch 1' })).toContainText(/Waiting for capacity since/);
  await checkPage(page);

  const reason = 'The key was refused. Enter a working key in Settings, then resume.';
  await pretend(page, (progress) => {
    Object.assign(progress.run, { status: 'paused', reason });
    progress.sentence = `Paused with 10 of 200 rows answered. ${reason}`;
  });
  await expect(page.getByText('Paused with 10 of 200 rows answered.', { exact: true })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: reason })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Open connections' })).toHaveAttribute('href', '/settings/connections');
  await checkPage(page);

  await pretend(page, (progress) => {
    running(progress);
    progress.events.push({ id: '999999', at: new Date().toISOString(), kind: 'alarm', message: 'Two of the same.' });
  });
  await expect(page.getByText('Someone should look at this')).toBeVisible();
});

test('the last known state stays, with a sentence, while it cannot be asked, and catches up by itself', async ({
  owner: page,
}) => {
  test.setTimeout(240_000);
  await openFinishedRun(page, 'Left alone for a week');
  const account = page.getByText(/200 rows in · .* · 0 missing/);
  for (const [status, words] of [
    [401, 'You are signed out. Showing the last known state.'],
    [404, 'This run does not exist any more.'],
    [200, 'Rowmill was updated since this page was opened.'],
  ] as const) {
    await page.route('**/api/runs/*/progress', (route) =>
      route.fulfill({ status: 200, json: { of: 'another version' } }),
    );
    if (status !== 200) {
      await page.unroute('**/api/runs/*/progress');
      // The browser reports a refused request as an error of the page; this page's own answer is looked at instead.
      await page.evaluate((code) => {
        const real = window.fetch;
        Object.assign(window, { realFetch: real });
        window.fetch = async (input, init) =>
          String(input).endsWith('/progress') ? new Response('{}', { status: code }) : real(input, init);
      }, status);
    }
    await comeBack(page);
    await expect(page.getByText(words)).toBeVisible();
    await expect(account).toBeVisible();
    await checkPage(page);
    await page.unroute('**/api/runs/*/progress');
    await page.evaluate(() => {
      if ('realFetch' in window) Object.assign(window, { fetch: window.realFetch });
    });
    await comeBack(page);
    await expect(page.getByText(words)).toHaveCount(0);
  }
});

test('what is retried in one tab is seen in the other when a person comes back to it', async ({
  owner: page,
  context,
}) => {
  test.setTimeout(240_000);
  const runId = await openFinishedRun(page, 'Looked at twice');
  const other = await context.newPage();
  await other.goto(`/runs/${runId}`);
  const retry = other.getByRole('button', { name: /^Retry .*\d+ rows? · free, simulated/ }).first();
  await expect(retry).toBeVisible();
  await expect(other.getByRole('link', { name: /^Row \d+$/ }).first()).toHaveAttribute('href', /\/results\/\d+$/);
  await retry.click();
  await expect(other.getByText(/asked to retry \d+ rows?\./)).toBeVisible();
  await expect(page.getByText(/asked to retry/)).toHaveCount(0);
  await comeBack(page);
  await expect(page.getByText(/asked to retry \d+ rows?\./)).toBeVisible();
  await other.close();
});
