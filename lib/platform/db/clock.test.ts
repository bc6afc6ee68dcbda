import fs from 'node:fs';
import { expect, test, vi } from 'vitest';
import { now, nowMs, readClock } from './clock.ts';

const connectionAt = (ms: number) => ({ query: async () => ({ rows: [{ ms: String(ms) }] }) });

test('the time is the database’s, whatever this machine’s clock says, and goes on', async () => {
  const stopwatch = vi.spyOn(performance, 'now').mockReturnValue(5_000);
  const databaseMs = Date.UTC(2031, 0, 1);
  await readClock(connectionAt(databaseMs));
  expect(nowMs()).toBe(databaseMs);
  stopwatch.mockReturnValue(5_000 + 1_234.5);
  vi.spyOn(Date, 'now').mockReturnValue(0);
  expect(now()).toEqual(new Date(databaseMs + 1_234));
});

test('an answer that is no time changes nothing', async () => {
  const before = nowMs();
  await readClock({ query: async () => ({ rows: [] }) });
  expect(nowMs()).toBeGreaterThanOrEqual(before);
});

test('the engine asks no clock but the database’s', () => {
  const files = ['lib/runs/server', 'lib/worker', 'lib/platform/queue'].flatMap((folder) =>
    fs.globSync(`${folder}/**/*.ts`).filter((file) => !/\.test\.ts$|harness\.ts$/.test(file)),
  );
  expect(files.length).toBeGreaterThan(40);
  const others = files.filter((file) => /\bDate\.now\(|\bnew Date\(\)/.test(fs.readFileSync(file, 'utf8')));
  expect(others).toEqual([]);
});
