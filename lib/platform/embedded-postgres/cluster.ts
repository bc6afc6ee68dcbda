import { type ChildProcess, type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { type Account, findAccount, findBinaries } from './binaries.ts';

/** Settings of the server beside the defaults, by their PostgreSQL names. */
export type Settings = Readonly<Record<string, string>>;

/** One database cluster in a folder of its own, and what it takes to run it. */
export type Cluster = {
  /** The folder that belongs to Rowmill; the cluster is `postgres/` in it. */
  dataDirectory: string;
  clusterDirectory: string;
  binaries: string;
  account: Account;
  password: string;
};

const USER = 'rowmill';

const DEFAULTS: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  synchronous_commit: 'on',
  fsync: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
};

/** Opens the cluster in `dataDirectory`, made now if there is none. A making that was cut off leaves nothing that counts. */
export function openCluster(dataDirectory: string, settings: Settings): Cluster {
  fs.mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const clusterDirectory = path.join(dataDirectory, 'postgres');
  const account = findAccount(clusterDirectory);
  const binaries = findBinaries(account);
  const exists = fs.existsSync(path.join(clusterDirectory, 'PG_VERSION'));
  const password = readState(dataDirectory).password ?? randomBytes(24).toString('base64url');
  const cluster = { dataDirectory, clusterDirectory, binaries, account, password };
  if (!exists) createCluster(cluster, settings);
  return cluster;
}

function createCluster(cluster: Cluster, settings: Settings): void {
  // The password is on disk before the cluster that asks for it, and the cluster gets its name only when complete.
  writeState(cluster.dataDirectory, { ...readState(cluster.dataDirectory), password: cluster.password });
  const unfinished = `${cluster.clusterDirectory}.unfinished`;
  const passwordFile = path.join(cluster.dataDirectory, 'postgres.password');
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.mkdirSync(unfinished, { mode: 0o700 });
  fs.rmSync(passwordFile, { force: true });
  fs.writeFileSync(passwordFile, cluster.password, { mode: 0o600 });
  if (cluster.account) {
    fs.chownSync(unfinished, cluster.account.uid, cluster.account.gid);
    fs.chownSync(passwordFile, cluster.account.uid, cluster.account.gid);
  }
  const reach = reachable(cluster, [unfinished, passwordFile]);
  const [directory = '', file = ''] = reach.paths;
  const flags = ['-D', directory, '-U', USER, '-A', 'scram-sha-256', `--pwfile=${file}`, '-E', 'UTF8', '--locale=C'];
  // Sorting by code point, yet upper and lower case of every alphabet.
  flags.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  if (settings.fsync === 'off') flags.push('--no-sync');
  const made = spawnSync(path.join(cluster.binaries, 'bin/initdb'), flags, {
    ...cluster.account,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe', ...reach.descriptors],
    encoding: 'utf8',
  });
  reach.close();
  fs.rmSync(passwordFile, { force: true });
  if (made.status !== 0) {
    throw new Error(`PostgreSQL could not make its folder ${cluster.clusterDirectory}: ${made.stderr.trim()}`);
  }
  fs.rmSync(cluster.clusterDirectory, { recursive: true, force: true });
  fs.renameSync(unfinished, cluster.clusterDirectory);
}

/** Starts the server on `port`. Its own log is `postgres.log` beside the cluster. */
export function spawnServer(cluster: Cluster, port: number, settings: Settings): ChildProcess {
  const logFile = path.join(cluster.dataDirectory, 'postgres.log');
  if ((fs.statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > 10_000_000) fs.renameSync(logFile, `${logFile}.1`);
  const log = fs.openSync(logFile, 'a', 0o600);
  const reach = reachable(cluster, [cluster.clusterDirectory]);
  const options = Object.entries({ ...DEFAULTS, ...settings, port: String(port) });
  const flags = ['-D', reach.paths[0] ?? '', ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const stdio: StdioOptions = ['ignore', log, log, ...reach.descriptors];
  try {
    return spawn(path.join(cluster.binaries, 'bin/postgres'), flags, { ...cluster.account, cwd: '/', stdio });
  } finally {
    reach.close();
    fs.closeSync(log);
  }
}

/** The address of one database of this cluster. */
export function clusterUrl(cluster: Cluster, port: number, database: string): string {
  return `postgresql://${USER}:${cluster.password}@127.0.0.1:${port}/${database}`;
}

/**
 * Root's folders often stand under a parent that the server's account may not enter, such as /root. A descriptor
 * that root opened stays good in the child, and Linux lets it be named as a path without a look at the parents.
 */
function reachable(cluster: Cluster, paths: readonly string[]) {
  if (!cluster.account || process.platform !== 'linux') return { paths, descriptors: [], close: () => {} };
  const descriptors = paths.map((each) => fs.openSync(each, fs.constants.O_RDONLY));
  return {
    paths: descriptors.map((_, index) => `/proc/self/fd/${3 + index}`),
    descriptors,
    close: () => {
      for (const descriptor of descriptors) fs.closeSync(descriptor);
    },
  };
}

/** What is kept between starts, in `postgres.json`, readable by its owner alone. */
type State = { password?: string; port?: number };

export function readState(dataDirectory: string): State {
  try {
    return JSON.parse(fs.readFileSync(path.join(dataDirectory, 'postgres.json'), 'utf8'));
  } catch {
    return {};
  }
}

export function writeState(dataDirectory: string, state: State): void {
  const file = path.join(dataDirectory, 'postgres.json');
  fs.writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600, flush: true });
  fs.renameSync(`${file}.new`, file);
}
