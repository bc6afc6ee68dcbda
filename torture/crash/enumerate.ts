import type { FailPoint } from '#lib/platform/fail-point.ts';
import type { Databases } from '#torture/stage/databases.ts';
import { type Crash, type CrashResult, LaunchedRuns, runCrashCase } from './crash-case.ts';
import { SCENARIO_OF } from './points.ts';

export type Passing = 'first' | 'second';
export type Enumerated = { point: FailPoint; passing: Passing; kills: number; ms: number; violations: string[] };

/**
 * Kills a worker at every point given, `parallel` at a time, each against a database and a provider of its own. The second
 * passing is that of the same process; a point that a process passes once only is passed again by the process after it.
 */
export async function crashAtEach(
  databases: Databases,
  cases: readonly { point: FailPoint; passing: Passing }[],
  options: { parallel: number; say?: (sentence: string) => void },
): Promise<Enumerated[]> {
  const runs = new LaunchedRuns(databases);
  const waiting = [...cases];
  const results: Enumerated[] = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const result = { ...next, ...(await crashAt(runs, next.point, next.passing)) };
      results.push(result);
      if (result.violations.length > 0)
        options.say?.(`${next.point}, ${next.passing} passing: ${result.violations.join('; ')}`);
      else if (results.length % 20 === 0) options.say?.(`${results.length} of ${cases.length} crashes judged.`);
    }
  };
  try {
    await Promise.all(Array.from({ length: options.parallel }, work));
  } finally {
    await runs.drop();
  }
  return results;
}

/** In the life of a process, or of a run that is over in seconds: trying for a second time there would only cost a run. */
function isPassedOnce(point: FailPoint): boolean {
  return /^(worker|sweep|files)\./.test(point);
}

async function crashAt(runs: LaunchedRuns, point: FailPoint, passing: Passing) {
  const once = { point, nth: 1, processes: 1 };
  const inOneProcess = { point, nth: 2, processes: 1 };
  const inTwoProcesses = { point, nth: 1, processes: 2 };
  let result = await tryCase(
    runs,
    point,
    passing === 'first' ? once : isPassedOnce(point) ? inTwoProcesses : inOneProcess,
  );
  if (passing === 'second' && result.kills === 0 && result.violations.length === 0)
    result = await tryCase(runs, point, inTwoProcesses);
  if (result.kills === 0 && result.violations.length === 0) result.violations.push('the point was never passed');
  return result;
}

type Tried = Pick<CrashResult, 'kills' | 'ms' | 'violations'>;

async function tryCase(runs: LaunchedRuns, point: FailPoint, crash: Crash): Promise<Tried> {
  try {
    const { kills, ms, violations } = await runCrashCase(runs, SCENARIO_OF[point], crash);
    return { kills, ms, violations };
  } catch (error) {
    return { kills: 0, ms: 0, violations: [error instanceof Error ? error.message : String(error)] };
  }
}
