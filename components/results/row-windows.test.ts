import { expect, test, vi } from 'vitest';
import type { ResultRow } from '#lib/results/schema.ts';
import { cellOf, RowWindows } from './row-windows.ts';

const TOTAL = 10_000;
const COLUMNS = 120;

function rowOf(rowIndex: number, firstColumn: number, status: ResultRow['status'] = 'succeeded'): ResultRow {
  const places = Array.from({ length: Math.min(48, COLUMNS - firstColumn) }, (_, place) => firstColumn + place);
  const values = places.map((place) => `${rowIndex}/${place}`);
  return { rowIndex, values, outputs: ['x'], status, error: null, tokens: 1, costUsd: null };
}

type Asked = { rows: number[]; firstColumn: number };

/** A server that answers when it is told to, or at once. */
function makeServer({ isSlow = false, status = 'succeeded' as ResultRow['status'] } = {}) {
  const asked: Asked[] = [];
  const waiting: (() => void)[] = [];
  const server = { asked, waiting, status, isDown: false };
  const fetch = async (request: Asked, signal: AbortSignal) => {
    asked.push(request);
    if (isSlow) {
      await new Promise<void>((resolve, reject) => {
        waiting.push(resolve);
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      });
    }
    if (server.isDown) throw new Error('down');
    return request.rows.filter((row) => row < TOTAL).map((row) => rowOf(row, request.firstColumn, server.status));
  };
  return { server, windows: new RowWindows(fetch) };
}

const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

test('what is in view is fetched once, and its cells stand in their places', async () => {
  const { server, windows } = makeServer();
  windows.want(range(0, 60), { first: 0, last: 10 });
  await vi.waitFor(() => expect(windows.row(59).about).not.toBeNull());
  windows.want(range(0, 60), { first: 0, last: 10 });
  windows.want(range(10, 60), { first: 0, last: 10 });
  await vi.waitFor(() => expect(windows.row(69).about).not.toBeNull());
  expect(server.asked).toEqual([
    { rows: range(0, 60), firstColumn: 0 },
    { rows: range(60, 10), firstColumn: 0 },
  ]);
  expect(cellOf(windows.row(5), 47)).toBe('5/47');
  expect(cellOf(windows.row(5), 48)).toBeUndefined();
});

test('other columns are fetched in slices of their own', async () => {
  const { server, windows } = makeServer();
  windows.want([3], { first: 90, last: 110 });
  await vi.waitFor(() => expect(cellOf(windows.row(3), 100)).toBe('3/100'));
  expect(cellOf(windows.row(3), 90)).toBe('3/90');
  expect(server.asked.map(({ firstColumn }) => firstColumn)).toEqual([48, 96]);
});

test('what was scrolled past is called off, and what is in view comes', async () => {
  const { server, windows } = makeServer({ isSlow: true });
  windows.want(range(0, 50), { first: 0, last: 0 });
  await vi.waitFor(() => expect(server.asked).toHaveLength(1));
  windows.want(range(5000, 50), { first: 0, last: 0 });
  await vi.waitFor(() => expect(server.asked).toHaveLength(2));
  for (const answer of server.waiting) answer();
  await vi.waitFor(() => expect(windows.row(5049).about).not.toBeNull());
  expect(windows.row(0).about).toBeNull();
  expect(windows.isBroken).toBe(false);
});

test('a row is another object when it changes, and the same otherwise', async () => {
  const { server, windows } = makeServer({ status: 'waiting' });
  windows.add([rowOf(1, 0)], 0);
  windows.want([1, 2], { first: 0, last: 0 });
  await vi.waitFor(() => expect(windows.row(2).about?.status).toBe('waiting'));
  const [first, second] = [windows.row(1), windows.row(2)];
  server.status = 'succeeded';
  windows.refresh();
  expect(windows.row(2)).toBe(second);
  await vi.waitFor(() => expect(windows.row(2).about?.status).toBe('succeeded'));
  expect(windows.row(1)).toBe(first);
  expect(server.asked.at(-1)?.rows).toEqual([2]);
});

test('rows the server does not have are asked for once', async () => {
  const { server, windows } = makeServer();
  windows.want([TOTAL, TOTAL + 1], { first: 0, last: 0 });
  await vi.waitFor(() => expect(cellOf(windows.row(TOTAL), 0)).toBeUndefined());
  await vi.waitFor(() => expect(windows.row(TOTAL).slices[0]).toEqual([]));
  windows.want([TOTAL, 4], { first: 0, last: 0 });
  await vi.waitFor(() => expect(windows.row(4).about).not.toBeNull());
  expect(server.asked.map(({ rows }) => rows)).toEqual([[TOTAL, TOTAL + 1], [4]]);
});

test('a lost connection is said, and the rows come when it is back', async () => {
  const { server, windows } = makeServer();
  server.isDown = true;
  windows.want([1], { first: 0, last: 0 });
  await vi.waitFor(() => expect(windows.isBroken).toBe(true));
  server.isDown = false;
  await vi.waitFor(() => expect(windows.row(1).about).not.toBeNull(), { timeout: 5000 });
  expect(windows.isBroken).toBe(false);
});
