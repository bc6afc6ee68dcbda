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

type Person = { name: string; email: string; role: 'member' | 'viewer' };

const VIEWER: Person = { name: 'Vera Viewer', email: 'vera@example.org', role: 'viewer' };
export const MEMBER: Person = { name: 'Ben Member', email: 'ben@example.org', role: 'member' };

/** Somebody put into the workspace as an invitation would, without a password that anybody knows. */
async function addPerson(dataDirectory: string, { name, email, role }: Person): Promise<void> {
  const client = new pg.Client({ connectionString: findRunningUrl(dataDirectory) });
  await client.connect();
  try {
    const userId = `usr_${randomUUID()}`;
    const { rowCount } = await client.query(
      `insert into "user" (id, name, email, "updatedAt") values ($1, $2, $3, now()) on conflict (email) do nothing`,
      [userId, name, email],
    );
    if (rowCount === 0) return;
    await client.query(
      `insert into account (id, "accountId", "providerId", "userId", "updatedAt") values ($1, $2, 'credential', $2, now())`,
      [randomUUID(), userId],
    );
    await client.query(
      `insert into membership ("workspaceId", "userId", role) select "workspaceId", $1, $2::"MemberRole" from membership limit 1`,
      [userId, role],
    );
  } finally {
    await client.end();
  }
}

/** Gives somebody a password by the command for those who forgot theirs, and signs in with it. */
export async function enterAs(page: Page, person: Person): Promise<void> {
  const dataDirectory = process.env.E2E_DATA_DIRECTORY ?? '';
  await addPerson(dataDirectory, person);
  const env = { ...process.env, DATA_DIR: dataDirectory, DATABASE_URL: '' };
  const { stdout } = await run(process.execPath, [command, person.email], { env });
  const [, password = ''] = stdout.match(/The new password of .+ is (\S+)/) ?? [];
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();
}

export const enterAsViewer = (page: Page) => enterAs(page, VIEWER);
