import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../scripts/port.mjs';

const script = fileURLToPath(new URL('../scripts/start.mjs', import.meta.url));
const START_MS = 180_000;

/**
 * Starts the real thing on a free port with a data folder of its own, and returns what ends it. The tests find it by
 * `baseURL`, its data in E2E_DATA_DIRECTORY, its token in E2E_API_TOKEN, and what it said in test-results/rowmill.log. With E2E_BASE_URL set, that one is used.
 */
export default async function startRowmill(): Promise<() => Promise<void>> {
  process.env.E2E_API_TOKEN ??= 'a-token-that-the-browser-tests-know';
  if (process.env.E2E_BASE_URL) return async () => {};
  const rowmill = await launchRowmill({}, 'rowmill.log');
  process.env.E2E_BASE_URL = rowmill.url;
  process.env.E2E_DATA_DIRECTORY = rowmill.dataDirectory;
  return rowmill.stop;
}

/** One more Rowmill, with settings of its own, that logs to a file in test-results. */
export async function launchRowmill(
  settings: Record<string, string>,
  logName: string,
): Promise<{ url: string; dataDirectory: string; stop(): Promise<void> }> {
  const dataDirectory = fs.mkdtempSync(path.join(os.tmpdir(), 'rowmill-e2e-'));
  const port = await findFreePort();
  fs.mkdirSync('test-results', { recursive: true });
  const log = fs.openSync(path.join('test-results', logName), 'w');
  const child = spawn(process.execPath, [script], {
    stdio: ['ignore', 'pipe', log],
    env: { ...process.env, ...settingsFor(port, dataDirectory), ...settings },
  });
  await untilReady(child);
  const stop = async () => {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
    fs.rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 5 });
  };
  return { url: `http://localhost:${port}`, dataDirectory, stop };
}

/** An empty value means "not set", so that nothing of the person who runs the tests, or of an .env file, gets in. */
function settingsFor(port: number, dataDirectory: string): Record<string, string> {
  const unset = Object.fromEntries(
    ['HOST', 'APP_URL', 'DATABASE_URL', 'ROWMILL_SECRET', 'SANDBOX_URL', 'RESOLVE_SECONDS', 'LOG_LEVEL']
      .concat(['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OPENAI_WEBHOOK_SECRET'])
      .map((name) => [name, '']),
  );
  const token = process.env.E2E_API_TOKEN ?? '';
  return { ...unset, PORT: String(port), DATA_DIR: dataDirectory, POLL_SECONDS: '0.2', ROWMILL_API_TOKEN: token };
}

async function untilReady(child: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`Rowmill ${why}. It said: ${said}\nSee test-results/rowmill.log.`));
    const late = setTimeout(() => fail(`was not ready within ${START_MS / 1_000} s`), START_MS);
    child.once('exit', () => fail('ended before it was ready'));
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk;
      if (!said.includes('Rowmill is ready at')) return;
      clearTimeout(late);
      child.removeAllListeners('exit');
      resolve();
    });
  });
}
