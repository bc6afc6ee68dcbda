import { Worker } from 'node:worker_threads';

/** A process that answers nothing for so long never will: whatever it does, it does for ever. */
const STUCK_AFTER_SECONDS = 60;

/** Counts its own seconds, so that a process that was stopped as a whole and woken is not taken for a stuck one. */
const WATCH = `
const { workerData } = require('node:worker_threads');
const { beats, limit } = workerData;
let seen = -1;
let silent = 0;
setInterval(() => {
  const now = Atomics.load(beats, 0);
  silent = now === seen ? silent + 1 : 0;
  seen = now;
  if (silent >= limit) process.kill(process.pid, 'SIGKILL');
}, 1000);
`;

/**
 * Ends this process as if by kill -9 when its event loop stands still for `seconds`. Its tasks then go to another worker, or
 * to this one started anew; without this, one endless loop would hold them for ever.
 */
export function watchLoop(seconds = STUCK_AFTER_SECONDS): void {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  setInterval(() => Atomics.add(beats, 0, 1), 1000).unref();
  new Worker(WATCH, { eval: true, execArgv: [], workerData: { beats, limit: seconds } }).unref();
}
