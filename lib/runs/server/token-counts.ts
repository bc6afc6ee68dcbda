import 'server-only';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { log } from '#lib/platform/log.ts';
import type { InputCount } from '#lib/pricing/input-count.ts';
import type { CountPlan, CountWord } from './count-plan.ts';

/** So many counts go on at a time in one process; each takes a core. The others wait in line. */
const MAX_AT_ONCE = 2;
/** Asked for no more since so long, a count is given up. A tab out of sight asks rarely. */
const PATIENCE_MS = 30_000;
/** A thread that needs more ends with an error, and takes nothing else with it. */
const MAX_HEAP_MB = 1_024;

/** How far a count is. `failed` is told until nobody asks any more; then it may be tried again. */
export type CountProgress = { state: 'waiting' | 'counting' | 'failed'; counted: number; total: number };

type Count = CountProgress & {
  /** Who waits for it: when the last of them wants something else, it is given up. */
  askers: Set<string>;
  patience: NodeJS.Timeout;
  begin: () => void;
  thread: Worker | null;
  isOver: boolean;
};

export type CountWork = {
  /** How many requests there are to count, as far as it is known before the work begins. */
  total: number;
  plan: () => Promise<CountPlan>;
  /** Called once, with the result, before the count is over. */
  keep: (result: InputCount) => Promise<void>;
};

// The pages' bundle has this module several times over; the process counts together.
const globalForCounts = globalThis as typeof globalThis & { rowmillCounts?: Map<string, Count> };

function counts(): Map<string, Count> {
  globalForCounts.rowmillCounts ??= new Map();
  return globalForCounts.rowmillCounts;
}

/**
 * How far the count of this name is; begins it where there is none. It goes on while it is asked for, and its result is given to
 * `keep`: whoever asks looks there first.
 */
export function askForCount(key: string, asker: string, work: CountWork, patienceMs = PATIENCE_MS): CountProgress {
  const known = counts().get(key);
  const count = known ?? addCount(key, work, patienceMs);
  count.askers.add(asker);
  count.patience.refresh();
  if (!known) beginNext();
  const { state, counted, total } = count;
  return { state, counted, total };
}

/** Whoever asked wants another count by now, or none. */
export function releaseCounts(asker: string, exceptKey: string | null): void {
  for (const [key, count] of counts())
    if (key !== exceptKey && count.askers.delete(asker) && count.askers.size === 0) endCount(key, count);
}

function addCount(key: string, work: CountWork, patienceMs: number): Count {
  const count: Count = {
    ...{ state: 'waiting', counted: 0, total: work.total, askers: new Set(), thread: null, isOver: false },
    patience: setTimeout(() => endCount(key, count), patienceMs).unref(),
    begin: () => {
      count.state = 'counting';
      runCount(count, work)
        .then(() => endCount(key, count))
        .catch((error) => {
          // What was given up has nothing to say any more.
          if (count.isOver) return;
          log().warn({ err: error }, 'The tokens of a run could not be counted; its estimate stays that of a sample.');
          count.state = 'failed';
          beginNext();
        });
    },
  };
  counts().set(key, count);
  return count;
}

function endCount(key: string, count: Count): void {
  if (count.isOver) return;
  count.isOver = true;
  counts().delete(key);
  clearTimeout(count.patience);
  count.thread?.terminate().catch(() => undefined);
  count.thread = null;
  beginNext();
}

function beginNext(): void {
  const all = [...counts().values()];
  let free = MAX_AT_ONCE - all.filter(({ state }) => state === 'counting').length;
  for (const count of all) {
    if (free <= 0) return;
    if (count.state !== 'waiting') continue;
    count.begin();
    free -= 1;
  }
}

async function runCount(count: Count, { plan, keep }: CountWork): Promise<void> {
  const planned = await plan();
  count.total = planned.rows.length;
  // Given up while the requests were looked for.
  if (count.isOver) return;
  await keep(await countInThread(planned, count));
}

/**
 * The thread is a file that Node reads from the checkout, without a bundle and with the conditions of a server, exactly as the
 * worker's processes do: so it is found at run time by its place under the folder the process was started in, by the built pages, by
 * the worker and by tests alike.
 */
function countInThread(plan: CountPlan, count: Count): Promise<InputCount> {
  const file = path.join(/* turbopackIgnore: true */ process.cwd(), 'lib/runs/server/count-thread.ts');
  const thread = new Worker(file, {
    workerData: plan,
    execArgv: ['--conditions=react-server'],
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
  count.thread = thread;
  thread.unref();
  return new Promise((resolve, reject) => {
    thread.on('message', (word: CountWord) => {
      if ('counted' in word) count.counted = word.counted;
      else resolve(word.result);
    });
    thread.on('error', reject);
    thread.on('exit', () => reject(new Error('The thread ended before it had counted everything.')));
  });
}
