import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { findProcesses } from '#scripts/live-processes.mjs';
import { findFreePort } from '../scripts/port.mjs';

// The whole of Rowmill, started and killed as people, terminals and machines do it.
test.skip(process.platform !== 'linux', 'It looks for left-over processes in /proc.');
test.describe.configure({ mode: 'serial', timeout: 120_000 });

const GONE = { timeout: 10_000, intervals: [100] };

let dataDirectory: string;
let port: number;
/** What the last start said on its terminal. */
let said = '';

test.beforeAll(async () => {
  dataDirectory = fs.mkdtempSync(path.join(os.tmpdir(), 'rowmill-processes-'));
  port = await findFreePort();
});

test.afterAll(() => {
  for (const { pid } of findProcesses(dataDirectory)) process.kill(pid, 'SIGKILL');
  fs.rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 5 });
});

test('SIGTERM to npm ends everything it started', async () => {
  const npm = await start();
  npm.kill('SIGTERM');
  await expectNothingLeft();
});

test('a start with nothing changed installs and builds nothing, and Ctrl-C ends everything', async () => {
  const npm = await start();
  expect(said).not.toMatch(/Installing|Building/);
  if (npm.pid) process.kill(-npm.pid, 'SIGINT');
  await expectNothingLeft();
});

test('a killed npm leaves nothing behind', async () => {
  const npm = await start();
  npm.kill('SIGKILL');
  await expectNothingLeft();
});

test('a killed start script leaves nothing behind', async () => {
  await start();
  kill('scripts/start.mjs');
  await expectNothingLeft();
});

test('each part that is killed comes back, and a kill of everything leaves a folder that starts again', async () => {
  await start();
  for (const part of ['scripts/web.mjs', 'worker/main.ts', 'scripts/postgres-guard.mjs']) {
    const [before] = findPart(part);
    kill(part);
    await expect.poll(() => findPart(part).filter((pid) => pid !== before).length, GONE).toBe(1);
    await expect.poll(health, { timeout: 30_000 }).toBe(200);
  }
  for (const { pid } of findProcesses(dataDirectory)) process.kill(pid, 'SIGKILL');
  await expectNothingLeft();
  const npm = await start();
  npm.kill('SIGTERM');
  await expectNothingLeft();
});

/** `npm start` in a process group of its own, as a terminal gives it; resolves when it says that it is ready. */
async function start(): Promise<ChildProcess> {
  const settings = { DATA_DIR: dataDirectory, PORT: String(port), DATABASE_URL: '', HOST: '', APP_URL: '' };
  const child = spawn('npm', ['start'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...settings, LOG_LEVEL: 'silent' },
  });
  said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  await expect.poll(() => said, { timeout: 30_000, intervals: [50] }).toContain(`ready at http://localhost:${port}`);
  expect(await health()).toBe(200);
  return child;
}

async function health(): Promise<number> {
  return fetch(`http://127.0.0.1:${port}/api/health`).then(
    (response) => response.status,
    () => 0,
  );
}

function findPart(name: string): number[] {
  const found = findProcesses(dataDirectory).filter(({ command }) => command.includes(name));
  // The shell that npm runs a script in has the script's name in its own command.
  return found.filter(({ command }) => !command.startsWith('sh ')).map(({ pid }) => pid);
}

function kill(part: string): void {
  for (const pid of findPart(part)) process.kill(pid, 'SIGKILL');
}

async function expectNothingLeft(): Promise<void> {
  await expect.poll(() => findProcesses(dataDirectory), GONE).toEqual([]);
}
