import fs from 'node:fs';
import { expect, test } from 'vitest';
import { FAIL_POINTS } from './fail-point.ts';

const called = fs
  .readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('generated'))
  .flatMap((file) => [...fs.readFileSync(`lib/${file}`, 'utf8').matchAll(/\bfailPoint\('([^']+)'\)/g)])
  .map(([, name]) => name ?? '');

test('every fail point stands in the engine once, and no other does', () => {
  expect(FAIL_POINTS.length).toBeGreaterThanOrEqual(40);
  expect(called.toSorted()).toEqual([...FAIL_POINTS].toSorted());
});
