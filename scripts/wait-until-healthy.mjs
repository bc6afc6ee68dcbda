import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MS = 50;
const NOTE_AFTER_MS = 30_000;

/**
 * Resolves when the health page says that all is well. Beside a web process without a worker here, a database is enough.
 * @param {string} url
 * @param {{signal: AbortSignal, say(sentence: string): void, hasFailed(): boolean, needsWorker: boolean}} options
 */
export async function waitUntilHealthy(url, { signal, say, hasFailed, needsWorker }) {
  let noteAt = Date.now() + NOTE_AFTER_MS;
  while (!signal.aborted) {
    if (hasFailed()) throw new Error('Rowmill could not start: a process of it keeps ending. What it said is above.');
    const { status, body } = await look(url, signal);
    if (status === 200 || (!needsWorker && body.database === 'ok')) return;
    if (Date.now() > noteAt) {
      say(`Still waiting for ${url}: it says ${status === 0 ? 'nothing yet' : JSON.stringify(body)}.`);
      noteAt += NOTE_AFTER_MS;
    }
    await sleep(LOOK_MS, undefined, { signal }).catch(() => {});
  }
}

async function look(url, signal) {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]) });
    return { status: response.status, body: await response.json().catch(() => ({})) };
  } catch {
    return { status: 0, body: {} };
  }
}
