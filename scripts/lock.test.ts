import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from './lock.mjs';

const module = fileURLToPath(new URL('./lock.mjs', import.meta.url));
let file: string;

beforeEach(() => {
  file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'rowmill-lock-')), 'a.lock');
});

afterEach(() => {
  fs.rmSync(path.dirname(file), { recursive: true, force: true });
});

test('the second to ask is told who holds the lock and what it said', () => {
  const first = takeLock(file, { url: 'http://localhost:3000' });
  expect(takeLock(file)).toMatchObject({ holder: { pid: process.pid, url: 'http://localhost:3000' } });
  if ('release' in first) first.release();
  expect(takeLock(file)).toHaveProperty('release');
});

test('a lock whose owner was killed, or whose process id is someone else now, counts for nothing', async () => {
  const owner = spawnTaker();
  await once(owner.stdout, 'data');
  expect(takeLock(file)).toHaveProperty('holder');
  const exited = once(owner, 'exit');
  owner.kill('SIGKILL');
  await exited;
  const taken = takeLock(file);
  expect(taken).toHaveProperty('release');
  fs.writeFileSync(file, JSON.stringify({ pid: process.pid, identity: 'an earlier life of this id' }));
  expect(takeLock(file)).toHaveProperty('release');
});

test('a file that was cut off in the middle counts for nothing', () => {
  fs.writeFileSync(file, '{"pid": 1');
  expect(takeLock(file)).toHaveProperty('release');
});

test('of many who find a dead lock at once, one gets it', async () => {
  fs.writeFileSync(file, JSON.stringify({ pid: 1, identity: 'long gone' }));
  const takers = Array.from({ length: 8 }, spawnTaker);
  const words = await Promise.all(takers.map(async (taker) => String(await once(taker.stdout, 'data')).trim()));
  for (const taker of takers) taker.kill('SIGKILL');
  expect(words.filter((word) => word === 'got it')).toHaveLength(1);
  expect(fs.readdirSync(path.dirname(file))).toEqual(['a.lock']);
});

function spawnTaker() {
  const program = `const { takeLock } = await import(${JSON.stringify(module)});
    console.log('release' in takeLock(${JSON.stringify(file)}) ? 'got it' : 'held'); setInterval(() => {}, 1000);`;
  return spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
}
