import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long each signal may take before the next, harder one. SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one. */
const STEPS = [
  { signal: 'SIGINT', waitMs: 4_000 },
  { signal: 'SIGQUIT', waitMs: 3_000 },
  { signal: 'SIGKILL', waitMs: 3_000 },
] as const;

/**
 * Ends the servers and backends of this cluster that outlived the process that started them. PostgreSQL refuses a
 * second server while one of them is attached to its memory; nothing that was committed is lost by ending them.
 */
export async function endLeftovers(clusterDirectory: string): Promise<void> {
  for (const { signal, waitMs } of STEPS) {
    const deadline = Date.now() + waitMs;
    for (const pid of findLeftovers(clusterDirectory)) sendSignal(pid, signal);
    while (Date.now() < deadline) {
      if (findLeftovers(clusterDirectory).length === 0) return;
      await sleep(20);
    }
  }
}

function findLeftovers(clusterDirectory: string): number[] {
  if (process.platform !== 'linux') return runningServer(clusterDirectory);
  const real = fs.realpathSync(clusterDirectory);
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && worksIn(name, real))
    .map(Number);
}

/** Every PostgreSQL process stands in its cluster's folder; that is what tells ours from any other on the machine. */
function worksIn(pid: string, directory: string): boolean {
  try {
    return (
      fs.readlinkSync(`/proc/${pid}/cwd`) === directory &&
      fs.readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres')
    );
  } catch {
    return false;
  }
}

function runningServer(clusterDirectory: string): number[] {
  try {
    const lines = fs.readFileSync(path.join(clusterDirectory, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    process.kill(pid, 0);
    return [pid];
  } catch {
    return [];
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in the meantime.
  }
}
