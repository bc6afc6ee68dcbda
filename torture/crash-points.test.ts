import { expect, inject, test, vi } from 'vitest';
import { databasesOn } from '#torture/stage/databases.ts';
import { crashAtEach } from './crash/enumerate.ts';
import { MOST_CRITICAL } from './crash/points.ts';

/** Each against a database, a provider and worker processes of its own; as many at once as two cores bear. */
const PARALLEL = 5;
const PATIENCE_MS = 12 * 60_000;

test('a worker ended by kill -9 at any of the most critical points loses no row and pays for none twice', {
  timeout: PATIENCE_MS,
}, async () => {
  vi.stubEnv('DATABASE_URL', inject('adminUrl'));
  const cases = MOST_CRITICAL.map((point) => ({ point, passing: 'first' as const }));
  const results = await crashAtEach(databasesOn(inject('adminUrl'), inject('templateName')), cases, {
    parallel: PARALLEL,
  });
  expect(results.filter((result) => result.violations.length > 0)).toEqual([]);
  expect(results.map((result) => result.kills)).toEqual(MOST_CRITICAL.map(() => 1));
});
