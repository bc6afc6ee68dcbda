import { expect, test } from 'vitest';
import { ColumnProfiler } from './columns.ts';

function typeOf(cells: readonly string[]): string | undefined {
  const profiler = new ColumnProfiler();
  for (const cell of cells) profiler.add([cell]);
  return profiler.columns(['c'])[0]?.type;
}

test('a column is what all its filled cells are', () => {
  expect(typeOf(['1', '-20', '', '0'])).toBe('integer');
  expect(typeOf(['1', '2.5', '1e5', '-.5'])).toBe('number');
  expect(typeOf(['true', 'No', 'YES'])).toBe('boolean');
  expect(typeOf(['2026-01-02', '2026-01-02T10:00:00Z', '1/2/2026'])).toBe('date');
  expect(typeOf(['red', 'green', 'red', 'green'])).toBe('category');
  expect(typeOf(['one text', 'another text'])).toBe('text');
});

test('what a spreadsheet would spoil stays text', () => {
  expect(typeOf(['007', '0123'])).toBe('text');
  expect(typeOf(['1234567890123456', '2234567890123456'])).toBe('text');
  expect(typeOf(['1', 'n/a', '2'])).toBe('text');
  expect(typeOf(['.', '-', 'e5'])).toBe('text');
  expect(typeOf(['', ''])).toBe('text');
});

test('one other value among a hundred thousand changes the type', () => {
  const numbers = Array.from({ length: 100_000 }, (_, index) => String(index));
  expect(typeOf(numbers)).toBe('integer');
  expect(typeOf(numbers.with(77_777, '1.5'))).toBe('number');
  expect(typeOf(numbers.with(77_777, 'n/a'))).toBe('text');
});

test('a category has at most 200 values of at most 100 characters, each on average twice', () => {
  const values = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`);
  expect(typeOf([...values(200), ...values(200)])).toBe('category');
  expect(typeOf([...values(201), ...values(201)])).toBe('text');
  expect(typeOf(['x'.repeat(100), 'x'.repeat(100)])).toBe('category');
  expect(typeOf(['x'.repeat(101), 'x'.repeat(101)])).toBe('text');
});

test('empty cells are counted exactly', () => {
  const profiler = new ColumnProfiler();
  for (let row = 0; row < 50_000; row++) profiler.add([row % 7 === 0 ? '' : 'x', '']);
  expect(profiler.columns(['a', 'b'])).toEqual([
    { name: 'a', type: 'category', emptyCount: 7_143 },
    { name: 'b', type: 'text', emptyCount: 50_000 },
  ]);
});
