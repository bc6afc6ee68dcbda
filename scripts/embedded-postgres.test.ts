import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startPostgres } from './embedded-postgres.mjs';
import { findProcesses } from './live-processes.mjs';

// Real kills of a real server with its real settings: what it acknowledged must be there afterwards.
const onLinux = test.skipIf(process.platform !== 'linux');
const GONE = { timeout: 10_000, interval: 50 };

let dataDirectory: string;
let server: Awaited<ReturnType<typeof startPostgres>> | undefined;

beforeEach(() => {
  dataDirectory = fs.mkdtempSync(path.join(os.tmpdir(), 'rowmill-kill-'));
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
  fs.rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 5 });
});

onLinux('a server killed while it takes inserts comes back by itself with every acknowledged one', async () => {
  const onReturn = vi.fn();
  server = await startPostgres({ dataDirectory, onReturn });
  const url = server.url('rowmill');
  await query(url, 'create table paid (id int)');
  for (const round of [1, 2]) {
    const acknowledged = insertUntilCut(url, round * 1_000_000);
    await vi.waitFor(async () => expect((await query(url, countFrom(round * 1_000_000)))[0].n).toBeGreaterThan(50));
    process.kill(postmasterPid(), 'SIGKILL');
    const last = await acknowledged;
    await vi.waitFor(() => expect(onReturn).toHaveBeenCalledTimes(round), GONE);
    const [{ n }] = await query(url, countFrom(round * 1_000_000));
    // One insert may have been saved without its acknowledgement reaching us; none may be missing.
    expect(n - last).toBeGreaterThanOrEqual(0);
    expect(n - last).toBeLessThanOrEqual(1);
  }
});

onLinux('a killed backend interrupts the server for a moment only', async () => {
  server = await startPostgres({ dataDirectory });
  const url = server.url('rowmill');
  const [{ pid }] = await query(url, 'select pg_backend_pid() as pid, pg_sleep(0)').catch(() => [{ pid: 0 }]);
  expect(pid).toBeGreaterThan(0);
  const busy = query(url, 'select pg_sleep(30)').catch((error: Error) => error.message);
  const found = await vi.waitFor(async () => {
    const rows = await query(url, `select pid from pg_stat_activity where query = 'select pg_sleep(30)'`);
    expect(rows).toHaveLength(1);
    return rows[0].pid;
  });
  process.kill(found, 'SIGKILL');
  expect(await busy).toEqual(expect.any(String));
  await vi.waitFor(async () => expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]), GONE);
});

onLinux('after a kill of everything the next start has all that was acknowledged', async () => {
  server = await startPostgres({ dataDirectory });
  await query(server.url('rowmill'), 'create table paid (id int); insert into paid values (1), (2)');
  for (const { pid } of findProcesses(dataDirectory)) process.kill(pid, 'SIGKILL');
  server = await startPostgres({ dataDirectory });
  expect(await query(server.url('rowmill'), 'select count(*)::int as n from paid')).toEqual([{ n: 2 }]);
});

onLinux('a server whose guard alone was killed is replaced at the next start, on the same address', async () => {
  const first = await startPostgres({ dataDirectory });
  await query(first.url('rowmill'), 'create table paid (id int); insert into paid values (1)');
  const orphan = postmasterPid();
  process.kill(first.pid, 'SIGKILL');
  server = await startPostgres({ dataDirectory });
  expect(postmasterPid()).not.toBe(orphan);
  expect(server.url('rowmill')).toBe(first.url('rowmill'));
  expect(await query(server.url('rowmill'), 'select count(*)::int as n from paid')).toEqual([{ n: 1 }]);
});

onLinux('a port that someone else took in the meantime is left to them', async () => {
  const first = await startPostgres({ dataDirectory });
  const port = Number(new URL(first.url('rowmill')).port);
  await first.stop();
  const { createServer } = await import('node:net');
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  server = await startPostgres({ dataDirectory });
  expect(new URL(server.url('rowmill')).port).not.toBe(String(port));
  other.close();
});

onLinux('a killed parent leaves no process of the database behind', async () => {
  const module = fileURLToPath(new URL('./embedded-postgres.mjs', import.meta.url));
  const program = `const { startPostgres } = await import(${JSON.stringify(module)});
    await startPostgres({ dataDirectory: ${JSON.stringify(dataDirectory)} }); console.log('ready'); setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(parent.stdout, 'data');
  expect(findProcesses(dataDirectory).length).toBeGreaterThan(2);
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(findProcesses(dataDirectory)).toEqual([]), GONE);
});

function postmasterPid(): number {
  return Number(fs.readFileSync(path.join(dataDirectory, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
}

function countFrom(first: number): string {
  return `select count(*)::int as n from paid where id >= ${first} and id < ${first + 1_000_000}`;
}

/** Inserts one row after the other until the connection breaks; resolves to how many were acknowledged. */
async function insertUntilCut(url: string, first: number): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  for (let acknowledged = 0; ; acknowledged++) {
    try {
      await client.query('insert into paid values ($1)', [first + acknowledged]);
    } catch {
      return acknowledged;
    }
  }
}

// biome-ignore lint/suspicious/noExplicitAny: rows of any shape, each test knows its own.
async function query(url: string, sql: string): Promise<any[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}
