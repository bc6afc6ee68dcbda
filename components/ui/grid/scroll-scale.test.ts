import { expect, test } from 'vitest';
import { createScale, follow, settle, toOffset, toScrollTop } from './scroll-scale.ts';

const VIEW = 700;
const SHORT = 2000;
const SMALL = createScale(500 * 36, VIEW);
const HUGE = createScale(1_000_000 * 36, VIEW);

test('a sheet that fits the browser is scrolled as it is', () => {
  expect(SMALL.boxPx).toBe(18_000);
  for (const place of [0, 1, 9000, 17_300]) {
    expect(toOffset(SMALL, place)).toBe(place);
    expect(toScrollTop(SMALL, place)).toBe(place);
    expect(follow(SMALL, { scrollTop: 0, offset: 0 }, place, SHORT).offset).toBe(place);
  }
});

test('no box is taller than every browser can lay out, whatever the number of rows', () => {
  expect(HUGE.boxPx).toBe(15_000_000);
  expect(createScale(100_000_000 * 176, VIEW).boxPx).toBe(15_000_000);
});

test('both ends are reached, and near them a pixel is a pixel', () => {
  expect(toOffset(HUGE, 0)).toBe(0);
  expect(toOffset(HUGE, HUGE.maxScrollTop)).toBe(HUGE.maxOffset);
  expect(toOffset(HUGE, 500_000)).toBe(500_000);
  expect(toOffset(HUGE, HUGE.maxScrollTop - 36)).toBe(HUGE.maxOffset - 36);
  expect(follow(HUGE, { scrollTop: 50, offset: 90 }, 0, SHORT).offset).toBe(0);
  const nearEnd = { scrollTop: HUGE.maxScrollTop - 10, offset: HUGE.maxOffset - 90 };
  expect(follow(HUGE, nearEnd, HUGE.maxScrollTop, SHORT).offset).toBe(HUGE.maxOffset);
});

test('the two maps undo each other and never turn back', () => {
  let last = -1;
  for (let scrollTop = 0; scrollTop <= HUGE.maxScrollTop; scrollTop += 12_345) {
    const offset = toOffset(HUGE, scrollTop);
    expect(offset).toBeGreaterThan(last);
    expect(toScrollTop(HUGE, offset)).toBeCloseTo(scrollTop, 4);
    last = offset;
  }
});

test('a wheel moves the rows as far as it turns, in the middle of a huge sheet too', () => {
  const middle = { scrollTop: 7_000_000, offset: toOffset(HUGE, 7_000_000) };
  expect(follow(HUGE, middle, 7_000_120, SHORT).offset - middle.offset).toBeCloseTo(120, 6);
  expect(follow(HUGE, middle, 9_000_000, SHORT).offset).toBe(toOffset(HUGE, 9_000_000));
});

test('settling moves the box and not the rows', () => {
  let place = { scrollTop: 7_000_000.5, offset: toOffset(HUGE, 7_000_000.5) };
  for (let turn = 0; turn < 500; turn++) place = follow(HUGE, place, place.scrollTop + 120, SHORT);
  const settled = settle(HUGE, place);
  expect(settled.offset).toBe(place.offset);
  expect(Number.isInteger(Math.round((settled.offset - settled.scrollTop) * 1e6) / 1e6)).toBe(true);
  expect(Math.abs(settled.scrollTop - toScrollTop(HUGE, place.offset))).toBeLessThanOrEqual(0.5);
});
