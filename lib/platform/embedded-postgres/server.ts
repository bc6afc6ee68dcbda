import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { clusterUrl, openCluster, readState, type Settings, spawnServer, writeState } from './cluster.ts';
import { endLeftovers } from './leftovers.ts';

/** A server that comes back by itself until `stop` is called. */
export type Server = { url(database: string): string; stop(): Promise<void> };

export type ServerOptions = {
  dataDirectory: string;
  /** Created when the cluster does not have it. */
  database: string;
  settings?: Settings;
  /** Called each time the server died and answers again. */
  onReturn?: () => void;
  /** Gives up a start that takes long, such as a recovery, and ends what it began. */
  signal?: AbortSignal;
};

const FAST_SHUTDOWN_MS = 3_000;
const LONGEST_PAUSE_MS = 5_000;

/** Starts PostgreSQL on a loopback port that is kept between starts, and resolves when it answers. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { dataDirectory, database, settings = {}, onReturn, signal = new AbortController().signal } = options;
  const cluster = openCluster(dataDirectory, settings);
  await endLeftovers(cluster.clusterDirectory);
  const port = await choosePort(dataDirectory);
  const adminUrl = clusterUrl(cluster, port, 'postgres');
  let stopping = false;
  let run = beginRun(spawnServer(cluster, port, settings));

  async function startAgain(): Promise<void> {
    // The first try is at once: after a plain crash nothing stands in the way. Later ones wait longer and longer.
    for (let pauseMs = 50; !stopping; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      await endLeftovers(cluster.clusterDirectory);
      if (stopping) return;
      run = beginRun(spawnServer(cluster, port, settings));
      if (await isAnswering(adminUrl, database, run.ended)) {
        onReturn?.();
        return watch();
      }
      await sleep(pauseMs);
    }
  }
  function watch(): void {
    void run.end.then(() => {
      if (!stopping) void startAgain();
    });
  }

  if (!(await isAnswering(adminUrl, database, AbortSignal.any([signal, run.ended])))) {
    await endRun(run);
    throw new Error(`PostgreSQL did not start; its last words are in ${dataDirectory}/postgres.log.`);
  }
  watch();
  return {
    url: (name) => clusterUrl(cluster, port, name),
    stop: async () => {
      stopping = true;
      await endRun(run);
    },
  };
}

/** One life of the server process; its end as a promise and as a signal. */
type Run = { child: ChildProcess; end: Promise<void>; ended: AbortSignal };

function beginRun(child: ChildProcess): Run {
  const controller = new AbortController();
  const end = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  }).then(() => controller.abort());
  return { child, end, ended: controller.signal };
}

async function endRun({ child, end, ended }: Run): Promise<void> {
  if (ended.aborted) return;
  child.kill('SIGINT');
  const late = setTimeout(() => child.kill('SIGQUIT'), FAST_SHUTDOWN_MS);
  await end;
  clearTimeout(late);
}

/** True as soon as the server answers and has `database`, however long its recovery takes; false when `ended` comes first. */
async function isAnswering(adminUrl: string, database: string, ended: AbortSignal): Promise<boolean> {
  while (!ended.aborted) {
    if (await hasDatabase(adminUrl, database)) return true;
    await sleep(25);
  }
  return false;
}

async function hasDatabase(adminUrl: string, database: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 2_000 });
  // Without a listener a connection that breaks later would end this process.
  client.on('error', () => {});
  try {
    await client.connect();
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`);
    return true;
  } catch (error) {
    // Wrong password means the folder and its postgres.json do not belong together: waiting would not help.
    if (error instanceof pg.DatabaseError && error.code === '28P01') {
      throw new Error('The password in postgres.json is not the one of the database beside it. Restore the file.');
    }
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function choosePort(dataDirectory: string): Promise<number> {
  const state = readState(dataDirectory);
  const port = await listenOnce(state.port ?? 0).catch(() => listenOnce(0));
  writeState(dataDirectory, { ...state, port });
  return port;
}

/** Resolves to the port if it was free; 0 asks for any free one. */
async function listenOnce(port: number): Promise<number> {
  const probe = net.createServer().listen(port, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address ? address.port : port;
}
