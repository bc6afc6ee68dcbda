import { spawn } from 'node:child_process';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';
import { node24 } from './node-24.mjs';

const guard = fileURLToPath(new URL('./postgres-guard.mjs', import.meta.url));

/**
 * Starts an embedded PostgreSQL under a guard process that ends it when this process is gone, however it went.
 * @param {{dataDirectory: string, database?: string, settings?: Record<string, string>, signal?: AbortSignal, onExit?: () => void, onReturn?: () => void}} options
 *   `settings` are server settings by their PostgreSQL names; `signal` gives up a start that takes long; `onExit` is
 *   called if the guard ends unasked after it was ready;
 *   `onReturn` each time the server had died and is back.
 * @returns {Promise<{url(database: string): string, stop(): Promise<void>, pid: number}>}
 */
export async function startPostgres({ dataDirectory, database = 'rowmill', settings = {}, signal, onExit, onReturn }) {
  const argument = JSON.stringify({ dataDirectory: path.resolve(dataDirectory), database, settings });
  // Detached: a terminal's Ctrl-C must reach the database last, through us.
  const child = spawn(node24(), [guard, argument], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.on('error', () => {});
  const giveUp = () => child.stdin.end();
  signal?.addEventListener('abort', giveUp);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  let stopping = false;
  const url = await new Promise((resolve, reject) => {
    readline.createInterface({ input: child.stdout }).on('line', (line) => {
      const message = JSON.parse(line);
      if (message.ready) resolve(message.ready);
      if (message.failed) reject(new Error(message.failed));
      if (message.returned) onReturn?.();
    });
    child.once('error', reject);
    void exited.then(() => reject(new Error('The guard of the embedded PostgreSQL ended before it was ready.')));
  });
  signal?.removeEventListener('abort', giveUp);
  void exited.then(() => stopping || onExit?.());
  return {
    pid: child.pid ?? 0,
    url: (name) => withDatabase(url, name),
    stop: async () => {
      stopping = true;
      child.stdin.end();
      await exited;
    },
  };
}

function withDatabase(address, database) {
  const url = new URL(address);
  url.pathname = `/${database}`;
  return url.href;
}
