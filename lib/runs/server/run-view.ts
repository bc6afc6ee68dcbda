import 'server-only';
import { AppError } from '#lib/errors.ts';
import { usdString } from '#lib/money.ts';
import type { Db } from '#lib/platform/db/client.ts';
import type { Prisma } from '#lib/platform/db/generated/client.ts';
import { unknownCursor } from '#lib/platform/http/unknown-cursor.ts';
import { RunEstimate } from '#lib/runs/run-estimate.ts';
import type { Run } from '#lib/runs/schema.ts';
import { countsFrom } from './item-counts.ts';

const viewed = {
  id: true,
  name: true,
  datasetId: true,
  model: true,
  status: true,
  reason: true,
  rowCount: true,
  plannedAt: true,
  price: true,
  estimate: true,
  createdAt: true,
  startedAt: true,
  finishedAt: true,
  connection: { select: { key: true, kind: true } },
  counters: { select: { status: true, count: true } },
  batches: {
    select: {
      id: true,
      number: true,
      attempt: true,
      status: true,
      providerBatchId: true,
      providerStatus: true,
      nextTryAt: true,
      requestCount: true,
      succeeded: true,
      failed: true,
      reason: true,
      submittedAt: true,
      finishedAt: true,
      inputTokens: true,
      cachedInputTokens: true,
      outputTokens: true,
      costPicoUsd: true,
      realtimePicoUsd: true,
    },
    orderBy: { number: 'asc' },
  },
} as const satisfies Prisma.RunSelect;

type Viewed = Prisma.RunGetPayload<{ select: typeof viewed }>;

/** A run as the HTTP API shows it. Throws `not_found`, also for another workspace's run. */
export async function getRunView(db: Db, workspaceId: string, runId: string): Promise<Run> {
  const run = await db.run.findFirst({ where: { id: runId, workspaceId }, select: viewed });
  if (!run) throw new AppError('not_found', 'This run does not exist.');
  return toView(run);
}

/** Runs, newest first, of one template or of all; `after` is the id of the last run of the page before. Throws `invalid` when there is no such run. */
export async function listRunViews(
  db: Db,
  workspaceId: string,
  page: { after?: string | undefined; limit: number; templateId?: string },
): Promise<{ data: Run[]; nextAfter: string | null }> {
  const runs = await db.run.findMany({
    // A run that only prices a person's draft is listed as that draft.
    where: {
      workspaceId,
      NOT: { status: 'draft', draft: { ownsRun: true } },
      ...(page.templateId && { templateVersion: { templateId: page.templateId } }),
    },
    select: viewed,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: page.limit + 1,
    ...(page.after && { cursor: { id: page.after, workspaceId }, skip: 1 }),
  });
  if (page.after && runs.length === 0 && (await db.run.count({ where: { id: page.after, workspaceId } })) === 0) {
    throw unknownCursor('run');
  }
  const data = runs.slice(0, page.limit).map(toView);
  return { data, nextAfter: runs.length > page.limit ? (data.at(-1)?.id ?? null) : null };
}

/** Runs of a `where` that names the workspace, newest first. */
export async function findRunViews(
  db: Db,
  where: Prisma.RunWhereInput & { workspaceId: string },
  page: { skip: number; take: number },
): Promise<Run[]> {
  const orderBy: Prisma.RunOrderByWithRelationInput[] = [{ createdAt: 'desc' }, { id: 'desc' }];
  return (await db.run.findMany({ where, select: viewed, orderBy, ...page })).map(toView);
}

function toView(run: Viewed): Run {
  const cost = run.estimate === null ? null : RunEstimate.parse(run.estimate).cost;
  const spent = spentOf(run);
  return {
    id: run.id,
    name: run.name,
    datasetId: run.datasetId,
    model: run.model,
    connection: run.connection.key,
    status: run.status,
    reason: run.reason,
    simulated: run.connection.kind === 'sandbox',
    counts: countsFrom(run, run.counters),
    usage: spent.usage,
    cost: {
      estimate: {
        lowUsd: cost?.lowUsd ?? null,
        expectedUsd: cost?.expectedUsd ?? null,
        highUsd: cost?.highUsd ?? null,
      },
      batchUsd: spent.batchUsd,
      realtimeUsd: spent.realtimeUsd,
      savedUsd: spent.savedUsd,
    },
    batches: run.batches.map(batchView),
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
  };
}

function batchView(batch: Viewed['batches'][number]): Run['batches'][number] {
  return {
    id: batch.id,
    number: batch.number,
    attempt: batch.attempt,
    status: batch.status,
    providerBatchId: batch.providerBatchId,
    providerStatus: batch.providerStatus,
    requestCount: batch.requestCount,
    succeeded: batch.succeeded,
    failed: batch.failed,
    reason: batch.reason,
    nextTryAt: (batch.status === 'waiting_for_capacity' && batch.nextTryAt?.toISOString()) || null,
    submittedAt: batch.submittedAt?.toISOString() ?? null,
    finishedAt: batch.finishedAt?.toISOString() ?? null,
  };
}

/** Sums over the batches: each is booked exactly once. An unknown price makes every amount unknown, never $0. */
function spentOf(run: Viewed) {
  const sum = (of: (batch: Viewed['batches'][number]) => bigint | null) =>
    run.batches.reduce((total, batch) => total + (of(batch) ?? 0n), 0n);
  const usage = {
    inputTokens: Number(sum((batch) => batch.inputTokens)),
    cachedInputTokens: Number(sum((batch) => batch.cachedInputTokens)),
    outputTokens: Number(sum((batch) => batch.outputTokens)),
  };
  if (run.price === null) return { usage, batchUsd: null, realtimeUsd: null, savedUsd: null };
  const batch = sum((b) => b.costPicoUsd);
  const realtime = sum((b) => b.realtimePicoUsd);
  return { usage, batchUsd: usdString(batch), realtimeUsd: usdString(realtime), savedUsd: usdString(realtime - batch) };
}
