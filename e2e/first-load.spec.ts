import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

const LIMIT_BYTES = 200_000;
const BUILT = '.next';
const MANIFEST = 'page_client-reference-manifest.js';

/** The scripts of every page, by its route, as the build wrote them down: what its HTML asks for at once. */
function listFirstScripts(): Map<string, Set<string>> {
  const { rootMainFiles }: { rootMainFiles: string[] } = readJson(path.join(BUILT, 'build-manifest.json'));
  const pages = path.join(BUILT, 'server/app');
  const manifests = fs
    .readdirSync(pages, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(MANIFEST));
  return new Map(
    manifests.map((name) => {
      // The file is a script that puts one piece of JSON, to its end, under the page's name.
      const text = fs.readFileSync(path.join(pages, name), 'utf8');
      const json = text.slice(text.indexOf('] = ') + '] = '.length).replace(/;?\s*$/, '');
      const { entryJSFiles }: { entryJSFiles: Record<string, string[]> } = JSON.parse(json);
      const route = path
        .dirname(name)
        .replace(/(^|\/)\([^)]*\)(?=\/|$)/g, '$1')
        .replace(/^\.?\/*/, '/');
      return [route, new Set([...rootMainFiles, ...Object.values(entryJSFiles).flat()])];
    }),
  );
}

test('no page asks for more than 200 kB of JavaScript before it can be used', () => {
  const scripts = listFirstScripts();
  expect(scripts.size, 'pages of the build').toBeGreaterThan(15);
  const sizes = new Map<string, number>();
  for (const file of new Set([...scripts.values()].flatMap((files) => [...files])))
    if (file.endsWith('.js')) sizes.set(file, gzipSync(fs.readFileSync(path.join(BUILT, file))).length);
  const tooLarge = [...scripts].flatMap(([route, files]) => {
    const bytes = [...files].reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0);
    if (bytes <= LIMIT_BYTES) return [];
    return [
      `${route} asks for ${Math.round(bytes / 1000)} kB at once: load what it does not need at first with import().`,
    ];
  });
  expect(tooLarge).toEqual([]);
});

function readJson(file: string) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}
