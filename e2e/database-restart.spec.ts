import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { launchRowmill } from './start-rowmill.ts';
import { enter, findViolations } from './story.ts';

test('while the database restarts, pages, actions and the API say so, and pages come back by themselves', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const rowmill = await launchRowmill({}, 'database-restart.log');
  const context = await browser.newContext({ baseURL: rowmill.url });
  const page = await context.newPage();
  const database = holdDown(path.join(rowmill.dataDirectory, 'postgres'));
  try {
    await enter(page);
    await page.goto('/settings/connections');
    await expect(page.getByRole('button', { name: /^Test Sandbox/ })).toBeVisible();

    database.stop();
    await expect.poll(() => healthOf(rowmill.url), { timeout: 30_000 }).toBe('down');
    // What is open stays open, and says why it cannot do what it is asked.
    await page.getByRole('button', { name: /^Test Sandbox/ }).click();
    await expect(page.getByText('The database is restarting; try again in a moment.')).toBeVisible();

    const answer = await fetch(`${rowmill.url}/api/v1/runs`, {
      headers: { authorization: `Bearer ${process.env.E2E_API_TOKEN}` },
    });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ title: 'Unavailable', detail: expect.stringContaining('restarting') });

    await page.goto('/datasets');
    const notice = page.getByRole('alert').filter({ hasText: 'The database is restarting' });
    await expect(notice).toContainText('This page comes back by itself.');
    expect(await findViolations(page)).toEqual([]);

    database.start();
    await expect(page.getByRole('heading', { level: 1, name: 'Datasets' })).toBeVisible({ timeout: 60_000 });
    await expect(notice).toHaveCount(0);
  } finally {
    database.start();
    await context.close();
    await rowmill.stop();
  }
});

async function healthOf(url: string): Promise<string> {
  const health: { database: string } = await (await fetch(`${url}/api/health`)).json();
  return health.database;
}

/** Stops the server of a cluster as a crash would, and keeps it from starting again: without its settings it cannot. */
function holdDown(cluster: string) {
  const settings = path.join(cluster, 'postgresql.conf');
  const away = `${settings}.away`;
  return {
    stop() {
      fs.renameSync(settings, away);
      process.kill(Number(fs.readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGQUIT');
    },
    start() {
      if (fs.existsSync(away)) fs.renameSync(away, settings);
    },
  };
}
