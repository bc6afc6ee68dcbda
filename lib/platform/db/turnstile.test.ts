import { expect, test } from 'vitest';
import { Turnstile } from './turnstile.ts';

const REFUSAL = 'Too many at once.';

test('as many enter as there are places; the next ones wait, and enter in order', async () => {
  const turnstile = new Turnstile({ places: 2, waitMs: 60_000, refusal: REFUSAL });
  const leaveFirst = await turnstile.enter();
  const leaveSecond = await turnstile.enter();
  const entered: string[] = [];
  const enter = async (name: string) => {
    const leave = await turnstile.enter();
    entered.push(name);
    return leave;
  };
  const third = enter('third');
  const fourth = enter('fourth');
  await Promise.resolve();
  expect(entered).toEqual([]);
  leaveFirst();
  // Leaving twice gives back one place.
  leaveFirst();
  const leaveThird = await third;
  expect(entered).toEqual(['third']);
  leaveSecond();
  const leaveFourth = await fourth;
  leaveThird();
  leaveFourth();
  await Promise.all([turnstile.enter(), turnstile.enter()]);
});

test('who waits too long is told so, and takes no place', async () => {
  const turnstile = new Turnstile({ places: 1, waitMs: 5, refusal: REFUSAL });
  const leave = await turnstile.enter();
  await expect(turnstile.enter()).rejects.toMatchObject({ code: 'unavailable', message: REFUSAL });
  leave();
  await turnstile.enter();
});
