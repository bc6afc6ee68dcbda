import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A real process of ours that a test or a torture started, and may end. */
export type OwnProcess = {
  pid: number;
  /** How it ended: by a signal or with a code. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  isAlive(): boolean;
  signal(name: NodeJS.Signals): void;
  kill(): Promise<void>;
};

/** What can be done with a process that was just started. */
export function ownProcess(child: ChildProcess): OwnProcess {
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
