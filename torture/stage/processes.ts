import { execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type OwnProcess, ownProcess } from '#lib/worker/child-process.ts';
import { SECRET } from './provider.ts';

const node = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));
const act = fileURLToPath(new URL('./act.ts', import.meta.url));
const web = fileURLToPath(new URL('../../scripts/web.mjs', import.meta.url));
const main = fileURLToPath(new URL('../../lib/worker/main.ts', import.meta.url));

/** Workers start by the hundred here, and half of each start would be reading the same modules once more. */
const COMPILE_CACHE = fileURLToPath(new URL('../../.cache/torture-compiled', import.meta.url));

export type Place = { databaseUrl: string; providerUrl: string; settings?: Record<string, string> };

/** A real worker process, as the start script runs it. */
export function startWorker(place: Place): OwnProcess {
  return start(place, ['--conditions=react-server', main]);
}

/** The web process, on the port of the settings; the pages have to be built. */
export function startWeb(place: Place): OwnProcess {
  return start(place, [web]);
}

function start(place: Place, rest: readonly string[]): OwnProcess {
  // It ends with us, however we end; what it says on its way out is the cause of a crash nobody asked for.
  const env = { ...envOf(place), ROWMILL_SUPERVISED: '1' };
  return ownProcess(spawn(node, rest, { env, stdio: ['pipe', 'ignore', 'inherit'] }));
}

/** What a person does in the browser, done through the same functions in a process of its own. Returns what it says. */
export async function doAsPerson<T>(place: Place, deed: string, given: unknown): Promise<T> {
  const running = promisify(execFile)(node, ['--conditions=react-server', act, deed], { env: envOf(place) });
  running.child.stdin?.end(JSON.stringify(given));
  const { stdout } = await running;
  return JSON.parse(stdout) as T;
}

function envOf({ databaseUrl, providerUrl, settings }: Place): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    SANDBOX_URL: providerUrl,
    ROWMILL_SECRET: SECRET,
    LOG_LEVEL: 'silent',
    POLL_SECONDS: '0.2',
    // A busy machine answers late: what is answered within this is no submission of unknown outcome.
    RESOLVE_SECONDS: '5',
    NODE_NO_WARNINGS: '1',
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    ...settings,
  };
}
