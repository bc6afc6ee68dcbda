import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

/** Runs `script` in a process that is watched, and returns the signal or code by which it ended. */
async function endOf(script: string): Promise<NodeJS.Signals | number | null> {
  const source = `import { watchLoop } from './lib/worker/loop-watch.ts'; watchLoop(2); ${script}`;
  const child = spawn('node_modules/.bin/node', ['--input-type=module', '--eval', source], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.signalCode ?? child.exitCode;
}

test('a process in an endless loop is ended, whatever the loop does', { timeout: 60_000 }, async () => {
  expect(await endOf('for (;;);')).toBe('SIGKILL');
});

test('a process that waits, for however long, is not', { timeout: 60_000 }, async () => {
  expect(await endOf('setTimeout(() => process.exit(7), 6_000);')).toBe(7);
});

test('a process with nothing left to do ends by itself', { timeout: 60_000 }, async () => {
  expect(await endOf('')).toBe(0);
});
