import fs from 'node:fs';
import { expect, test } from 'vitest';

const rows = fs
  .readFileSync('docs/faults.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| F-'))
  .map((line) => line.split(' | '))
  .map(([id = '', , proof = '']) => ({ id: id.slice(2), proof }));

/** Everything that can go wrong around a run; what belongs to uploads and browsers alone is kept elsewhere. */
const IDS = [...numbers(1, 55), 58, ...numbers(61, 70)].map((number) => `F-${String(number).padStart(2, '0')}`);

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

test('every fault has one line', () => {
  expect(rows.map(({ id }) => id).toSorted()).toEqual(IDS.toSorted());
});

test('every fault names a test, says "not yet", or why there is nothing to test', () => {
  for (const { id, proof } of rows) expect(proof, id).toMatch(/`[\w./[\]-]+\.ts`|not yet|does not apply/);
});

test('every test that is named stands in the file that is named', () => {
  let named = 0;
  for (const { id, proof } of rows) {
    for (const [, file = '', names = ''] of proof.matchAll(
      /`([\w./[\]-]+\.ts)`(?:: ((?:"(?:\\"|[^"])*"(?:, )?)+))?/g,
    )) {
      expect(fs.existsSync(file), `${id}: ${file}`).toBe(true);
      const source = fs.readFileSync(file, 'utf8');
      for (const [, name = ''] of names.matchAll(/"((?:\\"|[^"])*)"/g)) {
        named += 1;
        expect(source, `${id}: ${file}`).toContain(name.replaceAll('\\"', '"'));
      }
      if (file.endsWith('.test.ts')) expect(names, `${id}: ${file} without the name of a test`).not.toBe('');
    }
  }
  expect(named).toBeGreaterThan(50);
});
