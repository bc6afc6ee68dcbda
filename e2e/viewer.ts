import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import pg from 'pg';
import { findRunningUrl } from '../scripts/running-database.mjs';
import { expect } from './story.ts';

const run = promisify(execFile);
const command = fileURLToPath(new URL('../scripts/password.mjs', import.meta.url));

const VIEWER = { name: 'Vera Viewer', email: 'vera@example.org' };

/** Somebody who may only look, put into the workspace as an invitation would, without a password that anybody knows. */
async function addViewer(dataDirectory: string): Promise<void> {
  const client = new pg.Client({ connectionString: findRunningUrl(dataDirectory) });
  await client.connect();
  try {
    const userId = `usr_${randomUUID()}`;
    const { rowCount } = await client.query(
      `insert into "user" (id, name, email, "updatedAt") values ($1, $2, $3, now()) on conflict (email) do nothing`,
      [userId, VIEWER.name, VIEWER.email],
    );
    if (rowCount === 0) return;
    await client.query(
      `insert into account (id, "accountId", "providerId", "userId", "updatedAt") values ($1, $2, 'credential', $2, now())`,
      [randomUUID(), userId],
    );
    await client.query(
      `insert into membership ("workspaceId", "userId", role) select "workspaceId", $1, 'viewer' from membership limit 1`,
      [userId],
    );
  } finally {
    await client.end();
  }
}

/** Gives the viewer a password by the command for those who forgot theirs, and signs in with it. */
export async function enterAsViewer(page: Page): Promise<void> {
  const dataDirectory = process.env.E2E_DATA_DIRECTORY ?? '';
  await addViewer(dataDirectory);
  const env = { ...process.env, DATA_DIR: dataDirectory, DATABASE_URL: '' };
  const { stdout } = await run(process.execPath, [command, VIEWER.email], { env });
  const [, password = ''] = stdout.match(/The new password of Vera Viewer is (\S+)/) ?? [];
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(VIEWER.email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();
}
