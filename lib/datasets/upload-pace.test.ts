import { expect, test } from 'vitest';
import { UploadPace } from './upload-pace.ts';

test('nothing is said before a second has passed, or while nothing moves', () => {
  const pace = new UploadPace();
  expect(pace.speed()).toBeNull();
  pace.add(0, 0);
  pace.add(500, 999);
  expect([pace.speed(), pace.leftMs(1_000)]).toEqual([null, null]);
  pace.add(1_000, 1_000);
  expect(pace.speed()).toBe(1_000);
  pace.restart();
  pace.add(1_000, 2_000);
  pace.add(1_000, 9_000);
  expect(pace.speed()).toBeNull();
});

test('the speed is that of the last seconds, and the time left follows from it', () => {
  const pace = new UploadPace();
  for (let second = 0; second <= 60; second++) pace.add(second * 1_000, second * 1_000);
  for (let second = 61; second <= 80; second++) pace.add(60_000 + (second - 60) * 100, second * 1_000);
  expect(pace.speed()).toBe(100);
  expect(pace.leftMs(62_100)).toBe(1_000);
});
