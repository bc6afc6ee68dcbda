import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

/**
 * A text that tells this life of a process id from an earlier or later one: when it began. Null: no such process.
 * @param {number} pid
 * @returns {string | null}
 */
export function processIdentity(pid) {
  if (process.platform === 'linux') return identityFromProc(pid);
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout?.trim() || null;
}

function identityFromProc(pid) {
  try {
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const fields = statFields(pid);
    // A zombie holds its id and nothing else.
    return fields[0] === 'Z' ? null : `${boot} ${fields[19]}`;
  } catch {
    return null;
  }
}

/**
 * The parent of a process; 0 when it is gone or the system does not say.
 * @param {number} pid
 */
export function parentOf(pid) {
  if (process.platform === 'linux') {
    try {
      return Number(statFields(pid)[1]);
    } catch {
      return 0;
    }
  }
  const { stdout } = spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout?.trim() || 0);
}

/** The fields after the name, which stands in brackets and may itself hold brackets and spaces. */
function statFields(pid) {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
