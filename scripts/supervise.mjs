import { spawn } from 'node:child_process';
import { node24 } from './node-24.mjs';
import { rootDirectory } from './run-step.mjs';

const LONGEST_PAUSE_MS = 30_000;
const SETTLED_MS = 60_000;
const GRACE_MS = 5_500;

/**
 * Runs a program of ours under Node 24 and starts it again when it ends unasked, after a pause that doubles while it
 * keeps failing.
 * @param {{name: string, flags: readonly string[], env(): NodeJS.ProcessEnv, onCrash?: (sentence: string) => void}} options
 *   `env` is asked before each start
 * @returns {{stop(): Promise<void>, restart(): void, crashes(): number}}
 */
export function supervise({ name, flags, env, onCrash }) {
  let child;
  let exited = Promise.resolve();
  let stopping = false;
  let crashes = 0;
  let timer;

  function run() {
    const startedAt = Date.now();
    // Detached: a terminal's Ctrl-C reaches the children through us, in order. Their stdin tells them that we live.
    child = spawn(node24(), flags, {
      cwd: rootDirectory,
      env: { ...env(), ROWMILL_SUPERVISED: '1' },
      detached: true,
      stdio: ['pipe', 'inherit', 'inherit'],
    });
    child.stdin.on('error', () => {});
    const started = child;
    exited = new Promise((resolve) => {
      started.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
      started.once('error', (error) => resolve(error.message));
    }).then((reason) => {
      if (stopping) return;
      crashes = Date.now() - startedAt > SETTLED_MS ? 1 : crashes + 1;
      const pauseMs = Math.min(250 * 2 ** crashes, LONGEST_PAUSE_MS);
      onCrash?.(`The ${name} process ended (${reason}); it starts again in ${pauseMs / 1000} s.`);
      timer = setTimeout(run, pauseMs);
    });
  }

  run();
  return {
    crashes: () => crashes,
    restart: () => child.kill('SIGTERM'),
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      await exited;
      clearTimeout(late);
    },
  };
}
