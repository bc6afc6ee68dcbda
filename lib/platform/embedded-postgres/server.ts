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
/** For how long a first start that fails at once is tried again. A recovery may take longer: it does not fail. */
const FIRST_START_MS = 15_000;

/** Starts PostgreSQL on a loopback port that is kept between starts, and resolves when it answers. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { dataDirectory, database, settings = {}, onReturn, signal = new AbortController().signal } = options;
  const cluster = openCluster(dataDirectory, settings);
  await endLeftovers(cluster.clusterDirectory);
  const port = await choosePort(dataDirectory);
  const adminUrl = clusterUrl(cluster, port, 'postgres');
  let stopping = false;
  let served = false;
  let run: Run | undefined;

  /** Tries until the server answers (true), or until `deadline` is past or someone gives up (false). */
  async function launch(deadline: number): Promise<boolean> {
    // The second try follows at once: what a killed server left behind is gone in a moment. Later ones wait longer.
    for (let pauseMs = 50; !stopping && !signal.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      await endLeftovers(cluster.clusterDirectory);
      if (stopping) return false;
      run = beginRun(spawnServer(cluster, port, settings));
      void run.end.then(() => void returnAfterEnd());
      served = (await isAnswering(adminUrl, database, AbortSignal.any([signal, run.ended]))) && !run.ended.aborted;
      if (served) return true;
      await endRun(run);
      if (Date.now() > deadline) return false;
      await sleep(pauseMs);
    }
    return false;
  }
  async function returnAfterEnd(): Promise<void> {
    if (!served || stopping) return;
    served = false;
    if (await launch(Number.POSITIVE_INFINITY)) onReturn?.();
  }

  if (!(await launch(Date.now() + FIRST_START_MS))) {
    throw new Error(`PostgreSQL did not start; its last words are in ${dataDirectory}/postgres.log.`);
  }
  return {
    url: (name) => clusterUrl(cluster, port, name),
    stop: async () => {
      stopping = true;
      if (run) await endRun(run);
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
