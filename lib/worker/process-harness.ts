import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach } from 'vitest';

/** A real worker process of this test, with the settings of this process and `env` on top. */
export type WorkerProcess = {
  pid: number;
  /** How it ended: by a signal or with a code. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  isAlive(): boolean;
  signal(name: NodeJS.Signals): void;
  kill(): Promise<void>;
};

/** For the top of a test file: what it starts is killed after each test. */
export function provideWorkers(): (env?: Record<string, string>) => WorkerProcess {
  const started: WorkerProcess[] = [];
  afterEach(async () => {
    for (const worker of started.splice(0)) await worker.kill();
  });
  return (env = {}) => {
    const worker = workerOf(
      spawn('node_modules/.bin/node', ['--conditions=react-server', 'lib/worker/main.ts'], {
        stdio: 'ignore',
        // biome-ignore lint/style/noProcessEnv: a test's own process stands in for the start script, which hands its settings on.
        env: { ...process.env, ...env },
      }),
    );
    started.push(worker);
    return worker;
  };
}

function workerOf(child: ChildProcess): WorkerProcess {
  const ended = once(child, 'exit').then(() => ({ code: child.exitCode, signal: child.signalCode }));
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    ended,
    isAlive,
    signal: (name) => void child.kill(name),
    async kill() {
      if (isAlive()) child.kill('SIGKILL');
      await ended;
    },
  };
}
