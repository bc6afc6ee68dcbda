import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

const LIMIT_BYTES = 200_000;
const BUILT = '.next';
const MANIFEST = 'page_client-reference-manifest.js';

test('no page asks for more than 200 kB of JavaScript before it can be used', () => {
  const { rootMainFiles }: { rootMainFiles: string[] } = readJson(path.join(BUILT, 'build-manifest.json'));
  const folders = listPageFolders();
  expect(folders, 'pages of the app folder').toContain('(dashboard)/runs/[runId]/results');
  const sizes = new Map<string, number>();
  const tooLarge = folders.flatMap((folder) => {
    const scripts = new Set([...rootMainFiles, ...readEntryScripts(folder)]);
    const bytes = [...scripts].reduce((sum, file) => sum + gzippedBytes(file, sizes), 0);
    if (bytes <= LIMIT_BYTES) return [];
    return [
      `${folder} asks for ${Math.round(bytes / 1000)} kB at once: load what it does not need at first with import().`,
    ];
  });
  expect(tooLarge).toEqual([]);
});

/** The folder of every page, as the app folder has it, so that a new page is measured from its first day. */
function listPageFolders(): string[] {
  return fs
    .readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((name) => path.basename(name) === 'page.tsx')
    .map((name) => path.dirname(name));
}

/** What the HTML of a page asks for beside the scripts of every page, as the build wrote it down. Throws where it did not. */
function readEntryScripts(folder: string): string[] {
  // The file is a script that puts one piece of JSON, to its end, under the page's name.
  const text = fs.readFileSync(path.join(BUILT, 'server/app', folder, MANIFEST), 'utf8');
  const json = text.slice(text.indexOf('] = ') + '] = '.length).replace(/;?\s*$/, '');
  const { entryJSFiles }: { entryJSFiles: Record<string, string[]> } = JSON.parse(json);
  return Object.values(entryJSFiles)
    .flat()
    .filter((file) => file.endsWith('.js'));
}

function gzippedBytes(file: string, known: Map<string, number>): number {
  const bytes = known.get(file) ?? gzipSync(fs.readFileSync(path.join(BUILT, file))).length;
  known.set(file, bytes);
  return bytes;
}

function readJson(file: string) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}
