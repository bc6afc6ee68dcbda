import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findProcesses } from './live-processes.mjs';
import { takeLock } from './lock.mjs';

const script = (name: string) => fileURLToPath(new URL(`./${name}`, import.meta.url));
let dataDirectory: string;

beforeEach(() => {
  dataDirectory = fs.mkdtempSync(path.join(os.tmpdir(), 'rowmill-start-'));
});

afterEach(() => {
  fs.rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 5 });
});

test('a second start on the same data folder says so in a sentence', async () => {
  takeLock(path.join(dataDirectory, 'rowmill.lock'), { url: 'http://localhost:3000' });
  const { code, stderr } = await start({});
  expect(code).toBe(1);
  expect(stderr).toContain(
    `Rowmill already runs on the data folder ${dataDirectory}, at http://localhost:3000 (process ${process.pid}).`,
  );
});

test('a start on a port in use says so in a sentence and gives its lock back', async () => {
  const other = net.createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address ? String(address.port) : '';
  const { code, stderr } = await start({ PORT: port });
  other.close();
  expect(code).toBe(1);
  expect(stderr).toContain(`Port ${port} is already in use by another program.`);
  expect(fs.readdirSync(dataDirectory)).toEqual([]);
});

test('every bad setting stops the start with its name, its problem and an example', async () => {
  const { code, stderr } = await start({ PORT: 'three', POLL_SECONDS: '0.1', DATABASE_URL: 'mysql://localhost/x' });
  expect(code).toBe(1);
  expect(stderr).toContain('PORT is not a whole number from 0 to 65535; example: 3000');
  expect(stderr).toContain('POLL_SECONDS is not a number of seconds of at least 0.2; example: 30');
  expect(stderr).toMatch(/DATABASE_URL is not an address .* example: postgresql:\/\//);
});

test('one process of several needs the database that they share', async () => {
  const { code, stderr } = await start({}, ['worker']);
  expect(code).toBe(1);
  expect(stderr).toContain('npm run worker needs the database that all machines share. Example: DATABASE_URL=');
});

test.skipIf(process.platform !== 'linux')('a step ends with the process that began it, however that ends', async () => {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const program = `const { runStep } = await import(${JSON.stringify(script('run-step.mjs'))});
      await runStep('sh', ['-c', 'sleep 600 & echo begun; wait'], { show: true });`;
    const env = { ...process.env, DATA_DIR: dataDirectory };
    const flags = ['--input-type=module', '-e', program];
    const parent = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'], env });
    await once(parent.stdout, 'data');
    expect(findProcesses(dataDirectory).length).toBeGreaterThanOrEqual(4);
    parent.kill(signal);
    await vi.waitFor(() => expect(findProcesses(dataDirectory)).toEqual([]), { timeout: 8_000, interval: 50 });
  }
});

async function start(settings: Record<string, string>, words: string[] = []) {
  // Port 0 is never taken; an empty value means "not set", whatever the person who tests has set.
  const unset = { PORT: '0', HOST: '', APP_URL: '', DATABASE_URL: '', POLL_SECONDS: '', ROWMILL_SECRET: '' };
  const env = { ...process.env, ...unset, DATA_DIR: dataDirectory, ...settings };
  const child = spawn(process.execPath, [script('start.mjs'), ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const stderr: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const [code] = await once(child, 'close');
  return { code, stderr: Buffer.concat(stderr).toString() };
}
