import { spawn } from 'node:child_process';
import { afterEach } from 'vitest';
import { type OwnProcess, ownProcess } from './child-process.ts';

/** For the top of a test file: workers with the settings of this process and `env` on top, killed after each test. */
export function provideWorkers(): (env?: Record<string, string>) => OwnProcess {
  const started: OwnProcess[] = [];
  afterEach(async () => {
    for (const worker of started.splice(0)) await worker.kill();
  });
  return (env = {}) => {
    const worker = ownProcess(
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
