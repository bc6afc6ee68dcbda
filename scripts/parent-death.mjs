import fs from 'node:fs';
import path from 'node:path';
import { parentOf } from './process-identity.mjs';

const LOOK_MS = 500;

/**
 * Calls `onDeath` once when the process that started this one is gone. A signal to npm ends npm and its shell and
 * tells us nothing, so we look: our parent, and npm above the shell it ran us in.
 * @param {() => void} onDeath
 */
export function watchParent(onDeath) {
  const parent = process.ppid;
  const above = process.env.npm_lifecycle_event && isShell(parent) ? parentOf(parent) : 0;
  const timer = setInterval(() => {
    const gone = process.ppid !== parent || (above > 1 && parentOf(parent) !== above);
    if (!gone) return;
    clearInterval(timer);
    onDeath();
  }, LOOK_MS);
  timer.unref();
}

function isShell(pid) {
  if (process.platform !== 'linux') return true;
  try {
    return /^(sh|dash|bash|zsh|ksh|busybox)$/.test(path.basename(fs.readlinkSync(`/proc/${pid}/exe`)));
  } catch {
    return false;
  }
}
