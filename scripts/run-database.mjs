import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from './embedded-postgres.mjs';

const DATABASE = 'rowmill';
const PAUSE_MS = 500;

/**
 * Runs the embedded PostgreSQL, and its guard again should that be killed.
 * @param {{dataDirectory: string, signal: AbortSignal, say(sentence: string): void, onMove(): void}} options
 *   `onMove` is called when the database is back under another address than before
 * @returns {Promise<{url(): string, stop(): Promise<void>}>}
 */
export async function runDatabase({ dataDirectory, signal, say, onMove }) {
  let stopping = false;
  const start = () =>
    startPostgres({
      dataDirectory,
      database: DATABASE,
      signal,
      onReturn: () => say('The database had ended and is back; nothing that was saved is lost.'),
      onExit: () => void startAgain(),
    });

  async function startAgain() {
    const before = server.url(DATABASE);
    while (!stopping && !signal.aborted) {
      try {
        server = await start();
        if (server.url(DATABASE) !== before) onMove();
        return;
      } catch (error) {
        say(`The database does not start yet: ${error.message}`);
        await sleep(PAUSE_MS);
      }
    }
  }

  let server = await start();
  return {
    url: () => server.url(DATABASE),
    stop: () => {
      stopping = true;
      return server.stop();
    },
  };
}
