import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findRunningUrl } from '../scripts/running-database.mjs';
import { enter, expect, test } from './story.ts';
import { callApi, launchLetters, type TourWorld, tourSheet, WORLD_FILE } from './tour-world.ts';

test('a workspace worth looking at', async ({ page, context }) => {
  await enter(page);
  await addHistory();
  for (const budget of BUDGETS) await callApi('/budgets', budget);
  const dataset = await callApi<{ id: string }>('/datasets?name=Letters%20October', tourSheet(3_000), 'text/csv');
  const done = await launchLetters(dataset.id, 'Label the October letters', { retry: { maxAttempts: 8 } });
  const failed = await launchLetters(dataset.id, 'First try', { retry: { maxAttempts: 1 }, rows: { limit: 1_000 } });
  for (const run of [done, failed]) {
    await page.goto(`/runs/${run.id}`);
    await expect(page.getByText(/^Done: /).first()).toBeVisible({ timeout: 240_000 });
  }
  await page.goto(`/runs/${done.id}`);
  await page.getByRole('button', { name: 'Save as template' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as template' });
  await dialog.getByLabel('Name of the template').fill('Topics of letters');
  await dialog.getByRole('button', { name: 'Save template' }).click();
  await dialog.getByRole('link', { name: 'See the template' }).click();
  await expect(page).toHaveURL(/\/templates\/\w+$/);
  const world: TourWorld = {
    templateAddress: new URL(page.url()).pathname,
    datasetId: dataset.id,
    doneRunId: done.id,
    failedRunId: failed.id,
    cookies: JSON.stringify(await context.cookies()),
  };
  fs.writeFileSync(WORLD_FILE, JSON.stringify(world));
});

const BUDGETS = [
  { name: 'Everything', scope: { kind: 'workspace' }, amountUsd: '60.00', thresholds: [50, 80, 100] },
  {
    name: 'Support',
    scope: { kind: 'label', label: 'Support' },
    amountUsd: '5.00',
    thresholds: [80, 100],
    pausesLaunches: true,
  },
];

/** Two months of made-up spending, written where this Rowmill keeps its own. */
async function addHistory(): Promise<void> {
  const history = fileURLToPath(new URL('./tour-history.ts', import.meta.url));
  const url = findRunningUrl(process.env.E2E_DATA_DIRECTORY ?? '');
  // Nothing is sealed or opened with this secret.
  const env = { ...process.env, DATABASE_URL: url, ROWMILL_SECRET: 'only for made-up spending' };
  await promisify(execFile)(process.execPath, ['--conditions=react-server', history], { env });
}
