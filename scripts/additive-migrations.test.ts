import fs from 'node:fs';
import { expect, test } from 'vitest';

/** What a process of the version before, which still runs while this one starts, could not live with. */
const TAKES_AWAY = [
  /\bdrop\s+(table|column|type|function)\b/i,
  /\brename\s+(to|column)\b/i,
  /\balter\s+column\s+"?\w+"?\s+(set\s+not\s+null|(set\s+data\s+)?type)\b/i,
  /\badd\s+column\s+"?\w+"?\s+[^,;]*\bnot\s+null\b(?![^,;]*\bdefault\b)/i,
];
/** Made before anybody ran Rowmill, so that no version before is at work beside them. */
const BEFORE_THE_FIRST_RELEASE = '20261121000000';

function takesAway(sql: string): boolean {
  return TAKES_AWAY.some((pattern) => pattern.test(sql));
}

test('a migration after the first release only adds: two versions may be at work at once', () => {
  const names = fs.readdirSync('prisma/migrations').filter((name) => /^\d{14}_/.test(name));
  expect(names.length).toBeGreaterThan(5);
  const late = names.filter((name) => name.slice(0, 14) > BEFORE_THE_FIRST_RELEASE);
  const bad = late.filter((name) => takesAway(fs.readFileSync(`prisma/migrations/${name}/migration.sql`, 'utf8')));
  expect(bad).toEqual([]);
});

test.each([
  ['ALTER TABLE "run" DROP COLUMN "name"', true],
  ['ALTER TABLE "run" RENAME COLUMN "name" TO "title"', true],
  ['ALTER TABLE "run" ALTER COLUMN "name" SET NOT NULL', true],
  ['ALTER TABLE "run" ALTER COLUMN "name" SET DATA TYPE int', true],
  ['ALTER TABLE "run" ADD COLUMN "x" TEXT NOT NULL', true],
  ['ALTER TABLE "run" ADD COLUMN "x" TEXT NOT NULL DEFAULT 0', false],
  ['ALTER TABLE "run" ADD COLUMN "x" TEXT, ADD COLUMN "y" INTEGER DEFAULT 0', false],
  ['CREATE TABLE "x" ("id" TEXT NOT NULL)', false],
  ['ALTER TABLE "x" ALTER COLUMN "bytes" SET STORAGE EXTERNAL', false],
])('%s', (sql, isTakingAway) => {
  expect(takesAway(sql)).toBe(isTakingAway);
});
