import { FAIL_POINTS } from '#lib/platform/fail-point.ts';
import { crashAtEach } from './crash/enumerate.ts';
import { startDatabases } from './stage/databases.ts';
import type { Tortured } from './stage/tortured.ts';

export const name = 'every crash point, at its first and second passing';
const PARALLEL = 5;
const PASSINGS = ['first', 'second'] as const;

/** Ends a worker by `kill -9` at every fail point and judges what came of its run. */
export async function run(say: (sentence: string) => void): Promise<Tortured> {
  const databases = await startDatabases();
  try {
    const wanted = process.env.TORTURE_POINTS?.split(',');
    const points = FAIL_POINTS.filter((point) => wanted?.includes(point) ?? true);
    const passings = PASSINGS.filter((passing) => process.env.TORTURE_PASSING?.includes(passing) ?? true);
    const cases = passings.flatMap((passing) => points.map((point) => ({ point, passing })));
    const results = await crashAtEach(databases, cases, { parallel: PARALLEL, say });
    const bad = results.filter((result) => result.violations.length > 0);
    const kills = results.reduce((sum, result) => sum + result.kills, 0);
    const slowest = Math.max(...results.map((result) => result.ms));
    return {
      figures: {
        'fail points': points.length,
        crashes: results.length,
        kills,
        converged: results.length - bad.length,
        'slowest, from launch to end': `${(slowest / 1000).toFixed(1)} s`,
      },
      violations: bad.map(({ point, passing, violations }) => `${point}, ${passing} passing: ${violations.join('; ')}`),
    };
  } finally {
    await databases.close();
  }
}
