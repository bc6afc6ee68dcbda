import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';
import { BatchStatus } from '#lib/platform/db/generated/enums.ts';
import { env } from '#lib/platform/env.ts';
import type { CounterName } from '#lib/platform/metric-counter.ts';
import { readQueueDepth } from '#lib/platform/queue/queue-depth.ts';
import { TASKS } from '#lib/platform/queue/tasks.ts';
import { VERSION } from '#lib/platform/version.ts';
import { PROVIDER_TROUBLES } from '#lib/providers/server/provider.ts';
import { ITEM_STATUSES } from '#lib/runs/state.ts';
import type { MetricName, Sample } from './metric-list.ts';

/**
 * All values at this moment. They come from the database and so are the same from every web process, whichever worker did the
 * work. Every label value is there from the start, with 0: an alert on something that never happened yet still works.
 * One query after the other, so that a scrape takes one connection from those who answer people.
 */
export async function readSamples(db: Db): Promise<Sample[]> {
  return [
    { name: 'rowmill_info', label: VERSION, value: 1 },
    ...(await taskSamples(db)),
    ...(await batchSamples(db)),
    ...(await rowSamples(db)),
    ...(await counterSamples(db)),
    ...(await healthSamples(db)),
  ];
}

async function taskSamples(db: Db): Promise<Sample[]> {
  const depths = await readQueueDepth(db);
  const parked = await db.taskHold.groupBy({ by: ['task'], _count: true, where: { parkedAt: { not: null } } });
  return depths.flatMap(({ task: label, due, later, active, oldestDueSeconds }) => [
    { name: 'rowmill_tasks_due', label, value: due },
    { name: 'rowmill_tasks_later', label, value: later },
    { name: 'rowmill_tasks_active', label, value: active },
    { name: 'rowmill_task_oldest_due_seconds', label, value: oldestDueSeconds },
    { name: 'rowmill_tasks_parked', label, value: parked.find(({ task }) => task === label)?._count ?? 0 },
  ]);
}

async function batchSamples(db: Db): Promise<Sample[]> {
  const groups = await db.batch.groupBy({
    by: ['status'],
    _count: true,
    _sum: { succeeded: true, failed: true },
  });
  const settled = (of: 'succeeded' | 'failed') => groups.reduce((sum, group) => sum + (group._sum[of] ?? 0), 0);
  return [
    ...Object.values(BatchStatus).map((status) => ({
      name: 'rowmill_batches' as const,
      label: status,
      value: groups.find((group) => group.status === status)?._count ?? 0,
    })),
    { name: 'rowmill_rows_settled_total', label: 'succeeded', value: settled('succeeded') },
    { name: 'rowmill_rows_settled_total', label: 'failed', value: settled('failed') },
  ];
}

/** Before a run is planned it has no counters, and all its rows wait. */
async function rowSamples(db: Db): Promise<Sample[]> {
  const rows = await db.$queryRaw<{ status: string; rows: number }[]>`
    select status, sum(n)::float as rows from (
      select c."status"::text as status, c."count" as n from "run_counter" c join "run" r on r."id" = c."runId"
      where r."finishedAt" is null and r."plannedAt" is not null
      union all
      select 'waiting', "rowCount" from "run" where "finishedAt" is null and "plannedAt" is null and "launchedAt" is not null
    ) t group by 1`;
  return ITEM_STATUSES.map((status) => ({
    name: 'rowmill_rows',
    label: status,
    value: rows.find((row) => row.status === status)?.rows ?? 0,
  }));
}

const COUNTED: readonly { counter: CounterName; name: MetricName; labels: readonly string[] }[] = [
  { counter: 'task_failures', name: 'rowmill_task_failures_total', labels: Object.keys(TASKS) },
  { counter: 'tasks_given_up', name: 'rowmill_tasks_given_up_total', labels: Object.keys(TASKS) },
  { counter: 'provider_errors', name: 'rowmill_provider_errors_total', labels: PROVIDER_TROUBLES },
];

async function counterSamples(db: Db): Promise<Sample[]> {
  const counters = await db.metricCounter.findMany();
  const countOf = (name: CounterName, label: string) =>
    Number(counters.find((counter) => counter.name === name && counter.label === label)?.value ?? 0n);
  return [
    ...COUNTED.flatMap(({ counter, name, labels }) =>
      labels.map((label) => ({ name, label, value: countOf(counter, label) })),
    ),
    { name: 'rowmill_duplicate_submissions_total', value: countOf('duplicate_submissions', '') },
  ];
}

type Health = { workers: number; poll: number; alarms: number; uneven: number; sweep: number };

/** Times are taken and compared by the database, so the clocks of the machines do not matter. A first sweep counts from the worker's start. */
async function healthSamples(db: Db): Promise<Sample[]> {
  const rows = await db.$queryRaw<Health[]>`
    select
      (select count(*)::int from "worker_process" where "seenAt" > now() - interval '20 seconds') as workers,
      (select coalesce(max(extract(epoch from now() - coalesce("polledAt", "submittedAt"))), 0)::float from "batch"
        where "status" in ('submitted', 'canceling')) as poll,
      (select count(*)::int from "run_event" where "kind" = 'alarm') as alarms,
      (select count(*)::int from "run_check" where "difference" is not null) as uneven,
      (select extract(epoch from now() - coalesce(
        (select "updatedAt" from "metric_counter" where "name" = 'sweeps' and "label" = ''),
        (select min("startedAt") from "worker_process"), now()))::float) as sweep`;
  const [health] = rows;
  if (!health) return [];
  return [
    { name: 'rowmill_workers', value: health.workers },
    { name: 'rowmill_poll_lag_seconds', value: Math.max(0, health.poll - env.POLL_SECONDS) },
    { name: 'rowmill_alarms', value: health.alarms },
    { name: 'rowmill_runs_not_adding_up', value: health.uneven },
    { name: 'rowmill_last_sweep_age_seconds', value: Math.max(0, health.sweep) },
  ];
}
