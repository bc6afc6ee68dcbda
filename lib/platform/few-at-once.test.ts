import { setImmediate as tick } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { fewAtOnce } from './few-at-once.ts';

test('never more than so many run at once, all of them in the order they came, also after one that failed', async () => {
  const inTurn = fewAtOnce({ atOnce: 3, maxWaiting: 100 });
  let running = 0;
  let most = 0;
  const begun: number[] = [];
  const works = Array.from({ length: 50 }, (_, n) =>
    inTurn(async () => {
      begun.push(n);
      most = Math.max(most, ++running);
      await tick();
      running--;
      if (n % 7 === 0) throw new Error(`${n}`);
      return n;
    }),
  );
  const results = await Promise.allSettled(works);
  expect(most).toBe(3);
  expect(begun).toEqual(Array.from({ length: 50 }, (_, n) => n));
  expect(results.map(({ status }) => status === 'rejected')).toEqual(begun.map((n) => n % 7 === 0));
});

test('whoever comes when enough wait already is sent away, and has a turn again when they are through', async () => {
  const inTurn = fewAtOnce({ atOnce: 1, maxWaiting: 2 });
  const works = Array.from({ length: 4 }, (_, n) => inTurn(async () => n));
  await expect(works[3]).rejects.toMatchObject({ code: 'unavailable' });
  expect(await Promise.all(works.slice(0, 3))).toEqual([0, 1, 2]);
  expect(await inTurn(async () => 4)).toBe(4);
});
