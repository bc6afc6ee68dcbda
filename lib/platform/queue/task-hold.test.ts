import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { isSuspect, isTooManyCrashes, isTooManyLosses } from './suspect.ts';
import {
  forgetOldHolds,
  holdTask,
  noteCrash,
  parkTask,
  releaseEverything,
  releaseTask,
  unparkTask,
} from './task-hold.ts';

provideTestDatabase(closePool);

const lookAt = (key: string) => db().taskHold.findUnique({ where: { task_key: { task: 'run.plan', key } } });

test('a task that ends leaves no trace, also when it had been lost before', async () => {
  await holdTask('run.plan', 'a');
  const second = await holdTask('run.plan', 'a');
  expect(second).toMatchObject({ losses: 1, crashes: 0, isParked: false });
  await releaseTask(second);
  expect(await holdTask('run.plan', 'a')).toMatchObject({ losses: 0 });
});

test('one that wakes after another took over releases nothing of the other’s', async () => {
  const zombie = await holdTask('run.plan', 'b');
  const other = await holdTask('run.plan', 'b');
  await releaseTask(zombie);
  expect(await lookAt('b')).toMatchObject({ holder: other.holder });
});

test('what was lost twice is a suspect, not what was lost once', async () => {
  await holdTask('run.plan', 'c');
  expect(isSuspect(await holdTask('run.plan', 'c'))).toBe(false);
  expect(isSuspect(await holdTask('run.plan', 'c'))).toBe(true);
});

test('a crash of a process of its own counts as a crash and as no loss', async () => {
  const first = await holdTask('run.plan', 'd');
  expect(await noteCrash(first)).toBe(1);
  const second = await holdTask('run.plan', 'd');
  expect(second).toMatchObject({ losses: 0, crashes: 1 });
  expect(isSuspect(second)).toBe(true);
  expect(await noteCrash(second)).toBe(2);
});

test('a task is put aside after three crashes, or ten losses where even the crash could not be noted', () => {
  expect([2, 3].map(isTooManyCrashes)).toEqual([false, true]);
  expect([9, 10].map(isTooManyLosses)).toEqual([false, true]);
});

test('nobody takes a parked task until it is unparked, and then as if nothing had been', async () => {
  await parkTask(db(), await holdTask('run.plan', 'e'));
  expect(await holdTask('run.plan', 'e')).toMatchObject({ isParked: true, losses: 0 });
  await releaseEverything();
  expect((await holdTask('run.plan', 'e')).isParked).toBe(true);
  await unparkTask(db(), 'run.plan', 'e');
  expect(await holdTask('run.plan', 'e')).toMatchObject({ isParked: false, losses: 0, crashes: 0 });
});

test('unparking touches no task that is in hand', async () => {
  const hold = await holdTask('run.plan', 'f');
  await unparkTask(db(), 'run.plan', 'f');
  expect(await lookAt('f')).toMatchObject({ holder: hold.holder });
});

test('a process that stops in order hands back what it has', async () => {
  await holdTask('run.plan', 'g');
  await holdTask('sweep', 'sweep');
  await releaseEverything();
  expect(await lookAt('g')).toBeNull();
  expect(await db().taskHold.count({ where: { task: 'sweep' } })).toBe(0);
});

test('notes older than a week are forgotten', async () => {
  await holdTask('run.plan', 'h');
  await holdTask('run.plan', 'i');
  await db().$executeRaw`update "task_hold" set "heldAt" = now() - interval '8 days' where "key" = 'h'`;
  await forgetOldHolds(db());
  expect([await lookAt('h'), (await lookAt('i'))?.key]).toEqual([null, 'i']);
});
