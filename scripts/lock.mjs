import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processIdentity } from './process-identity.mjs';

/**
 * Takes a lock file for as long as this process lives. One whose owner is gone, even by kill -9, counts for nothing.
 * @param {string} file
 * @param {Record<string, unknown>} [note] what to tell the next one who asks
 * @returns {{release(): void} | {holder: {pid: number} & Record<string, unknown>}}
 */
export function takeLock(file, note = {}) {
  const mine = `${file}.${process.pid}`;
  const content = JSON.stringify({ ...note, pid: process.pid, identity: processIdentity(process.pid) });
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  fs.writeFileSync(mine, content, { mode: 0o600 });
  try {
    for (;;) {
      if (link(mine, file)) return { release: () => releaseLock(file, content) };
      const found = read(file);
      if (found && isAlive(found)) return { holder: found };
      removeStale(file, found);
    }
  } finally {
    fs.rmSync(mine, { force: true });
  }
}

/**
 * Waits for the lock, then runs `work` under it.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  for (;;) {
    const lock = takeLock(file);
    if ('release' in lock) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    await sleep(100);
  }
}

function isAlive({ pid, identity }) {
  return identity !== null && processIdentity(pid) === identity;
}

/** A link is made whole or not at all, and only if nobody else made it. */
function link(from, to) {
  try {
    fs.linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Of two who find the same dead owner only one moves it away; if what it moved is a new living one, it goes back. */
function removeStale(file, expected) {
  const aside = `${file}.stale.${process.pid}`;
  try {
    fs.renameSync(file, aside);
  } catch {
    return;
  }
  const moved = read(aside);
  if (moved && moved.identity !== expected?.identity && isAlive(moved)) link(aside, file);
  fs.rmSync(aside, { force: true });
}

function releaseLock(file, content) {
  try {
    if (fs.readFileSync(file, 'utf8') === content) fs.rmSync(file);
  } catch {
    // The folder was removed meanwhile.
  }
}
