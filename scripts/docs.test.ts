import fs from 'node:fs';
import { expect, test } from 'vitest';
import { METRICS } from '#lib/reports/server/metric-list.ts';
import manifest from '#package.json' with { type: 'json' };

const readme = fs.readFileSync('README.md', 'utf8');

test('every setting stands in the README, and every setting of the README exists', () => {
  const source = fs.readFileSync('lib/platform/env.ts', 'utf8');
  const settings = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name]) => name ?? '').toSorted();
  const rows = readme.split('## Settings')[1]?.split('\n## ')[0] ?? '';
  const documented = [...rows.matchAll(/^\| `([A-Z_]+)` /gm)].map(([, name]) => name ?? '').toSorted();
  expect(settings.length).toBeGreaterThan(10);
  expect(documented).toEqual(settings);
});

test('every metric is explained, and every metric that is explained exists', () => {
  const operations = fs.readFileSync('docs/operations.md', 'utf8');
  const rows = [...operations.matchAll(/^\| `(rowmill_\w+)` \|/gm)].map(([, name]) => name ?? '');
  expect(rows.toSorted()).toEqual(Object.keys(METRICS).toSorted());
  for (const [name] of operations.matchAll(/rowmill_\w+/g)) expect(Object.keys(METRICS)).toContain(name);
});

test('every command the README names exists', () => {
  for (const [, name] of readme.matchAll(/npm run ([a-z:]+)/g)) expect(Object.keys(manifest.scripts)).toContain(name);
});

test('every screen whose picture is taken stands in the tour', () => {
  const source = fs.readFileSync('e2e/screens.tour.ts', 'utf8');
  const taken = [...source.matchAll(/\{ name: '([\w-]+)'|^ {4}name: '([\w-]+)'|^\s*test\('([\w-]+)'/gm)];
  const names = taken.map(([, line, block, test]) => line ?? block ?? test ?? '');
  const shown = [...fs.readFileSync('docs/tour.md', 'utf8').matchAll(/tour\/([\w-]+)-wide-light\.png/g)];
  expect(names.length).toBeGreaterThan(20);
  expect(shown.map(([, name]) => name).toSorted()).toEqual(names.toSorted());
});

test('every story that a state of a screen is held by exists', () => {
  const rows = [...fs.readFileSync('docs/states-of-screens.md', 'utf8').matchAll(/\| `([\w-]+)` ([^|]+) \|$/gm)];
  expect(rows.length).toBeGreaterThan(50);
  for (const [, file, title] of rows) {
    expect(fs.readFileSync(`e2e/${file}.spec.ts`, 'utf8'), `${file}: ${title}`).toContain(`est('${title}'`);
  }
});

test('every link of the documents leads somewhere', () => {
  for (const file of [
    'README.md',
    ...fs
      .readdirSync('docs')
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  ]) {
    const text = fs.readFileSync(file, 'utf8');
    for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      const base = file.includes('/') ? 'docs/' : '';
      expect(fs.existsSync(`${base}${target}`), `${file} links to ${target}`).toBe(true);
    }
  }
});
