import fs from 'node:fs';
import { expect, test } from 'vitest';

/** The first version of each package that is free of a hole we know; older ones must never come back by a merge. */
const FLOORS = { next: '16.4.1', react: '19.2.8', 'react-dom': '19.2.8', 'better-auth': '1.6.23', sharp: '0.35.5' };

type Entry = { version?: string; optionalDependencies?: Record<string, string> };

const lock: { packages: Record<string, Entry> } = JSON.parse(
  fs.readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'),
);

for (const [name, floor] of Object.entries(FLOORS)) {
  test(`every copy of ${name} in the lock file is ${floor} or later`, () => {
    for (const [place, { version = '0.0.0' }] of Object.entries(lock.packages)) {
      if (!place.endsWith(`node_modules/${name}`)) continue;
      expect(compareVersions(version, floor), `${place} is ${version}`).toBeGreaterThanOrEqual(0);
    }
  });
}

test('next, react and better-auth are pinned, so their floors do watch something', () => {
  for (const name of ['next', 'react', 'better-auth']) expect(lock.packages[`node_modules/${name}`]).toBeDefined();
});

test('every package for another kind of machine has its entry, or "npm ci" refuses the lock file', () => {
  for (const [place, { optionalDependencies = {} }] of Object.entries(lock.packages)) {
    for (const name of Object.keys(optionalDependencies)) {
      const found = Object.keys(lock.packages).some((other) => other.endsWith(`node_modules/${name}`));
      expect(found, `${name}, wanted by ${place}`).toBe(true);
    }
  }
});

test('versions compare by number, not by letter', () => {
  expect(compareVersions('16.10.0', '16.4.1')).toBeGreaterThan(0);
  expect(compareVersions('16.4.0', '16.4.1')).toBeLessThan(0);
  expect(compareVersions('19.2.8', '19.2.8')).toBe(0);
});

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split(/[.-]/).map(Number));
  for (let index = 0; index < 3; index++) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
