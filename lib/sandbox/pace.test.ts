import { expect, test } from 'vitest';
import { completionOrder } from './chance.ts';
import { requestsDone, WATCHABLE_PACE } from './pace.ts';

function totalSeconds(requestCount: number): number {
  const { validatingMs, runMs, finalizingMs } = WATCHABLE_PACE;
  return (validatingMs + runMs(requestCount) + finalizingMs) / 1000;
}

test('500 requests can be watched for about 20 s, 10,000 take under 2 min, 50,000 under 5', () => {
  expect(totalSeconds(500)).toBeGreaterThan(17);
  expect(totalSeconds(500)).toBeLessThan(23);
  expect(totalSeconds(10_000)).toBeLessThan(120);
  expect(totalSeconds(50_000)).toBeLessThan(300);
  expect(totalSeconds(1)).toBeGreaterThan(1);
});

test('progress starts at nothing, never goes back, and ends with everything', () => {
  for (const seed of ['a', 'b', 'c', 'd', 'e', 'f']) {
    let last = 0;
    for (let elapsedMs = 0; elapsedMs <= 10_000; elapsedMs += 10) {
      const done = requestsDone(1000, elapsedMs, 10_000, seed);
      expect(done).toBeGreaterThanOrEqual(last);
      last = done;
    }
    expect(requestsDone(1000, 0, 10_000, seed)).toBe(0);
    expect(last).toBe(1000);
  }
});

test('requests complete in an order of their own, each once, the same for the same batch', () => {
  const order = completionOrder(1000, 'batch_1');
  const inputOrder = Array.from({ length: 1000 }, (_, line) => line);
  expect([...order].toSorted((a, b) => a - b)).toEqual(inputOrder);
  expect([...order]).not.toEqual(inputOrder);
  expect(completionOrder(1000, 'batch_1')).toEqual(order);
  expect(completionOrder(1000, 'batch_2')).not.toEqual(order);
});
