import { spawn } from 'node:child_process';
import os from 'node:os';
import { fileURLToPath } from 'node:url';

const leash = fileURLToPath(new URL('./leash.mjs', import.meta.url));
export const rootDirectory = fileURLToPath(new URL('../', import.meta.url));

/**
 * Runs a command of this project that ends by itself, and ends it when this process ends first.
 * @param {string} command
 * @param {readonly string[]} rest
 * @param {{env?: NodeJS.ProcessEnv, show?: boolean, isPatient?: boolean, signal?: AbortSignal}} [options] `show`: its output appears as it comes; else only in the error. `isPatient`: it comes after everything else that wants a processor
 * @returns {Promise<number>} its exit code
 */
export async function runStep(command, rest, { env = process.env, show = false, isPatient = false, signal } = {}) {
  const output = show ? 'inherit' : 'pipe';
  // Detached: its own process group, so that all of it can be ended at once.
  const child = spawn(process.execPath, [leash, command, ...rest], {
    cwd: rootDirectory,
    env,
    detached: true,
    stdio: ['pipe', output, output],
  });
  if (isPatient && child.pid) os.setPriority(child.pid, os.constants.priority.PRIORITY_LOW);
  const stop = () => child.stdin?.end();
  signal?.addEventListener('abort', stop);
  child.stdin?.on('error', () => {});
  const words = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => words.push(chunk));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  signal?.removeEventListener('abort', stop);
  if (signal?.aborted) throw new StoppedError();
  if (code !== 0 && !show) process.stderr.write(Buffer.concat(words));
  return code ?? 1;
}

/** Thrown where work was given up because the person ended Rowmill. */
export class StoppedError extends Error {}
