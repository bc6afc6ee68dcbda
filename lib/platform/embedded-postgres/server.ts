import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Cluster, clusterUrl, openCluster, readState, type Settings, spawnServer, writeState } from './cluster.ts';
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
};

const FAST_SHUTDOWN_MS = 3_000;
const LONGEST_PAUSE_MS = 5_000;

/** Starts PostgreSQL on a loopback port that is kept between starts, and resolves when it answers. */
export async function startServer({
  dataDirectory,
  database,
  settings = {},
  onReturn,
}: ServerOptions): Promise<Server> {
  const cluster = openCluster(dataDirectory, settings);
  await endLeftovers(cluster.clusterDirectory);
  const port = await choosePort(dataDirectory);
  let stopping = false;
  let child = spawnServer(cluster, port, settings);
  let exited = exitOf(child);

  async function startAgain(): Promise<void> {
    // The first try is at once: after a plain crash nothing stands in the way. Later ones wait longer and longer.
    for (let pauseMs = 50; !stopping; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      await endLeftovers(cluster.clusterDirectory);
      if (stopping) return;
      child = spawnServer(cluster, port, settings);
      exited = exitOf(child);
      if (await isAnswering(cluster, port, database, exited)) {
        onReturn?.();
        watch();
        return;
      }
      await sleep(pauseMs);
    }
  }
  function watch(): void {
    void exited.then(() => {
      if (!stopping) void startAgain();
    });
  }

  if (!(await isAnswering(cluster, port, database, exited))) {
    throw new Error(`PostgreSQL did not start; its last words are in ${dataDirectory}/postgres.log.`);
  }
  watch();
  return {
    url: (name) => clusterUrl(cluster, port, name),
    stop: async () => {
      stopping = true;
      await endServer(child, exited);
    },
  };
}

async function endServer(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGINT');
  const late = setTimeout(() => child.kill('SIGQUIT'), FAST_SHUTDOWN_MS);
  await exited;
  clearTimeout(late);
}

function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
}

/** True as soon as the server answers and has `database`; false when its process ended before. Recovery may take its time. */
async function isAnswering(cluster: Cluster, port: number, database: string, exited: Promise<void>): Promise<boolean> {
  const end = new AbortController();
  void exited.then(() => end.abort());
  while (!end.signal.aborted) {
    if (await hasDatabase(clusterUrl(cluster, port, 'postgres'), database)) return true;
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
