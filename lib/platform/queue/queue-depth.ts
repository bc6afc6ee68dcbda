import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';
import { TASKS, type TaskName } from './tasks.ts';

/** Tasks of one name. `due` could be worked on now, `active` are, `later` wait for their time. */
export type QueueDepth = { task: TaskName; due: number; later: number; active: number; oldestDueSeconds: number };

type Row = { task: string; due: number; later: number; active: number; oldest: number };

/**
 * How much work waits, by task; every task has its line. Read from the queue's own table through its partial indexes, because
 * the queue's own statistics are as old as its last supervision. A fresh database has no queue yet: then nothing waits.
 */
export async function readQueueDepth(db: Db): Promise<QueueDepth[]> {
  const [there] = await db.$queryRaw<{ is: boolean }[]>`select to_regclass('pgboss.job') is not null as is`;
  const rows = there?.is ? await readJobs(db) : [];
  return (Object.keys(TASKS) as TaskName[]).map((task) => {
    const row = rows.find((candidate) => candidate.task === task);
    return {
      task,
      due: row?.due ?? 0,
      later: row?.later ?? 0,
      active: row?.active ?? 0,
      oldestDueSeconds: row?.oldest ?? 0,
    };
  });
}

/** The conditions are those of the queue's indexes `job_i11` and `job_i7`: finished tasks stay in the table for a day. */
function readJobs(db: Db): Promise<Row[]> {
  return db.$queryRaw<Row[]>`
    select name as task, sum(due)::int as due, sum(later)::int as later, sum(active)::int as active,
      coalesce(max(oldest), 0)::float as oldest
    from (
      select name, count(*) filter (where start_after <= now()) as due, count(*) filter (where start_after > now()) as later,
        0 as active, extract(epoch from now() - min(start_after) filter (where start_after <= now())) as oldest
      from pgboss.job where state < 'active' and not blocked group by 1
      union all
      select name, 0, 0, count(*), null from pgboss.job where state = 'active' and group_id is not null group by 1
    ) t group by 1`;
}
