import 'server-only';
import { randomUUID } from 'node:crypto';
import { type Db, db } from '#lib/platform/db/client.ts';
import { log } from '#lib/platform/log.ts';
import type { TaskName } from './tasks.ts';

/** A task in this process's hands, and what became of those who had it in theirs before. */
export type Hold = { task: TaskName; key: string; holder: string; losses: number; crashes: number; isParked: boolean };

/** What is in hand now; handed back as a whole at shutdown. */
const held = new Set<Hold>();

/**
 * Notes that this process begins a task. A note that is still there is of one who never ended it: another loss. A statement of
 * its own, committed before the work begins.
 */
export async function holdTask(task: TaskName, key: string): Promise<Hold> {
  const holder = randomUUID();
  const [row] = await db().$queryRaw<{ losses: number; crashes: number; isParked: boolean }[]>`
    insert into "task_hold" as h ("task", "key", "holder", "heldAt") values (${task}, ${key}, ${holder}, clock_timestamp())
    on conflict ("task", "key") do update set "heldAt" = clock_timestamp(),
      "holder" = case when h."parkedAt" is null then excluded."holder" else h."holder" end,
      "losses" = h."losses" + (h."parkedAt" is null and h."holder" is not null)::int
    returning "losses", "crashes", "parkedAt" is not null as "isParked"`;
  const hold = { task, key, holder, losses: 0, crashes: 0, isParked: false, ...row };
  if (!hold.isParked) held.add(hold);
  return hold;
}

/** Notes that the task ended in this process, well or with an error. Whoever has it in hand by now is not touched. */
export async function releaseTask(hold: Hold): Promise<void> {
  held.delete(hold);
  const { task, key, holder } = hold;
  try {
    await db().taskHold.deleteMany({ where: { task, key, holder } });
  } catch (error) {
    // Counted as a loss then, which takes many in a row to matter.
    log().warn({ err: error }, 'A task that ended still counts as being in hand.');
  }
}

/** Hands back everything in hand: this process ends in order, and not because of any of it. */
export async function releaseEverything(): Promise<void> {
  await Promise.all([...held].map(releaseTask));
}

/** A process that did nothing but this task died of it. Returns how often in a row that happened. */
export async function noteCrash(hold: Hold): Promise<number> {
  held.delete(hold);
  const { task, key, holder } = hold;
  await db().taskHold.updateMany({ where: { task, key, holder }, data: { crashes: { increment: 1 }, holder: null } });
  return hold.crashes + 1;
}

/** From now on nobody takes the task, until `unparkTask`. */
export async function parkTask(tx: Db, { task, key }: Pick<Hold, 'task' | 'key'>): Promise<void> {
  await tx.$executeRaw`
    update "task_hold" set "parkedAt" = clock_timestamp(), "holder" = null where "task" = ${task} and "key" = ${key}`;
}

/** Lets a task be taken as if nothing had ever happened. */
export async function unparkTask(tx: Db, task: TaskName, key: string): Promise<void> {
  await tx.taskHold.deleteMany({ where: { task, key, parkedAt: { not: null } } });
}

/** Forgets notes of tasks that came to nothing, such as those of runs that were deleted. */
export async function forgetOldHolds(db: Db): Promise<void> {
  await db.$executeRaw`delete from "task_hold" where "heldAt" < clock_timestamp() - interval '7 days'`;
}
