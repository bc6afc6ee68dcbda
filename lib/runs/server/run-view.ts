import 'server-only';
import { AppError } from '#lib/errors.ts';
import { usdString } from '#lib/money.ts';
import type { Db } from '#lib/platform/db/client.ts';
import type { Prisma } from '#lib/platform/db/generated/client.ts';
import { unknownCursor } from '#lib/platform/http/unknown-cursor.ts';
import { Price } from '#lib/pricing/schema.ts';
import { errorPercent, estimateOutcome } from '#lib/runs/estimate-outcome.ts';
import { RunEstimate } from '#lib/runs/run-estimate.ts';
import type { Run, RunSummary } from '#lib/runs/schema.ts';
import { isRunOver } from '#lib/runs/state.ts';
import { approvalView, newestApproval } from './approval-queries.ts';
import { countsFrom } from './item-counts.ts';
import { ofLabel } from './label-queries.ts';
import { NOTHING_SPENT, type Spending, sumSpending } from './run-spending.ts';

/** What a list shows of a run. Its batches are added up by the database: there may be thousands. */
const listed = {
  id: true,
  name: true,
  datasetId: true,
  model: true,
  labels: true,
  status: true,
  reason: true,
  rowCount: true,
  rowsPerRequest: true,
  sameRows: true,
  reusedRows: true,
  reusedPicoUsd: true,
  plannedAt: true,
  price: true,
  budgetPicoUsd: true,
  estimate: true,
  createdAt: true,
  startedAt: true,
  finishedAt: true,
  connection: { select: { key: true, kind: true } },
  counters: { select: { status: true, count: true } },
  approvals: newestApproval,
} as const satisfies Prisma.RunSelect;

const shownBatch = {
  id: true,
  runId: true,
  number: true,
  attempt: true,
  lane: true,
  status: true,
  providerBatchId: true,
  providerStatus: true,
  nextTryAt: true,
  requestCount: true,
  rowsPerRequest: true,
  lineCount: true,
  succeeded: true,
  failed: true,
  reason: true,
  submittedAt: true,
  finishedAt: true,
} as const satisfies Prisma.BatchSelect;

type Listed = Prisma.RunGetPayload<{ select: typeof listed }>;
type ShownBatch = Prisma.BatchGetPayload<{ select: typeof shownBatch }>;

/** A run as the HTTP API shows it. Throws `not_found`, also for another workspace's run. */
export async function getRunView(db: Db, workspaceId: string, runId: string): Promise<Run> {
  const run = await db.run.findFirst({ where: { id: runId, workspaceId }, select: listed });
  if (!run) throw new AppError('not_found', 'This run does not exist.');
  const [spending, batches] = await Promise.all([sumSpending(db, [runId]), listBatches(db, [runId])]);
  return { ...toSummary(run, spending.get(runId)), batches: batches.map(batchView) };
}

/** A run that only prices a person's draft is listed as that draft; once a lead is asked to launch it, it is a run. */
export const ONLY_A_PRICE = {
  ...{ status: 'draft', draft: { ownsRun: true } },
  approvals: { none: { status: 'requested' } },
} as const satisfies Prisma.RunWhereInput;

/** Runs with their batches, newest first, of one template or label or of all; `after` is the id of the last run of the page before. Throws `invalid` when there is no such run. */
export async function listRunViews(
  db: Db,
  workspaceId: string,
  page: { after?: string | undefined; label?: string | undefined; limit: number; templateId?: string },
): Promise<{ data: Run[]; nextAfter: string | null }> {
  const where = {
    workspaceId,
    purpose: 'full' as const,
    NOT: ONLY_A_PRICE,
    ...(page.label !== undefined && ofLabel(page.label)),
    ...(page.templateId && { templateVersion: { templateId: page.templateId } }),
  };
  const cursor = page.after ? { cursor: { id: page.after, workspaceId }, skip: 1 } : {};
  const runs = await findRunSummaries(db, where, { take: page.limit + 1, ...cursor });
  if (page.after && runs.length === 0 && (await db.run.count({ where: { id: page.after, workspaceId } })) === 0) {
    throw unknownCursor('run');
  }
  const shown = runs.slice(0, page.limit);
  const ids = shown.map((run) => run.id);
  const batches = Map.groupBy(await listBatches(db, ids), (batch) => batch.runId);
  const data = shown.map((run) => ({ ...run, batches: (batches.get(run.id) ?? []).map(batchView) }));
  return { data, nextAfter: runs.length > page.limit ? (data.at(-1)?.id ?? null) : null };
}

/** Runs of a `where` that names the workspace, newest first, without their batches: there may be thousands of them. */
export async function findRunSummaries(
  db: Db,
  where: Prisma.RunWhereInput & { workspaceId: string },
  page: { skip?: number; take: number; cursor?: Prisma.RunWhereUniqueInput },
): Promise<RunSummary[]> {
  const orderBy: Prisma.RunOrderByWithRelationInput[] = [{ createdAt: 'desc' }, { id: 'desc' }];
  const runs = await db.run.findMany({ where, select: listed, orderBy, ...page });
  const ids = runs.map((run) => run.id);
  const spending = await sumSpending(db, ids);
  return runs.map((run) => toSummary(run, spending.get(run.id)));
}

function listBatches(db: Db, runIds: readonly string[]): Promise<ShownBatch[]> {
  return db.batch.findMany({ where: { runId: { in: [...runIds] } }, select: shownBatch, orderBy: { number: 'asc' } });
}

function toSummary(run: Listed, spending: Spending = NOTHING_SPENT): RunSummary {
  const estimate = run.estimate === null ? null : RunEstimate.parse(run.estimate);
  const cost = estimate?.cost;
  const outcome = isRunOver(run.status) ? outcomeOf(run, estimate, spending) : null;
  return {
    id: run.id,
    name: run.name,
    datasetId: run.datasetId,
    model: run.model,
    connection: run.connection.key,
    labels: run.labels,
    status: run.status,
    reason: run.reason,
    simulated: run.connection.kind === 'sandbox',
    approval: approvalView(run.approvals),
    budgetUsd: run.budgetPicoUsd === null ? null : usdString(run.budgetPicoUsd),
    counts: countsFrom(run, run.counters),
    rowsPerRequest: run.rowsPerRequest,
    sameRows: run.sameRows,
    reusedRows: run.reusedRows,
    usage: spending.usage,
    cost: {
      estimate: {
        lowUsd: cost?.lowUsd ?? null,
        expectedUsd: cost?.expectedUsd ?? null,
        highUsd: cost?.highUsd ?? null,
        aloneUsd: (run.rowsPerRequest > 1 && estimate?.packing?.aloneUsd) || null,
        errorPercent: outcome && errorPercent(outcome),
        outcome,
      },
      ...amountsOf(run, spending),
      unknownAnswers: spending.unknownAnswers,
      unsentRows: spending.unsentRows + run.reusedRows,
    },
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
  };
}

function outcomeOf({ price, rowCount }: Listed, estimate: RunEstimate | null, spending: Spending) {
  if (!estimate || price === null) return null;
  return estimateOutcome({ estimate, rowCount, price: Price.parse(price), spending });
}

/** An unknown price makes every amount unknown, never $0. */
function amountsOf({ price, reusedPicoUsd }: Listed, spending: Spending) {
  if (price === null)
    return { batchUsd: null, nowUsd: null, realtimeUsd: null, savedUsd: null, duplicateUsd: null, unsentUsd: null };
  const { batchPicoUsd, nowPicoUsd, realtimePicoUsd, duplicatePicoUsd, unsentPicoUsd } = spending;
  return {
    batchUsd: usdString(batchPicoUsd),
    nowUsd: usdString(nowPicoUsd),
    realtimeUsd: usdString(realtimePicoUsd),
    savedUsd: usdString(realtimePicoUsd - batchPicoUsd - nowPicoUsd),
    duplicateUsd: usdString(duplicatePicoUsd),
    unsentUsd: usdString(unsentPicoUsd + (reusedPicoUsd ?? 0n)),
  };
}

function waitsForIt(status: ShownBatch['status']): boolean {
  return status === 'waiting_for_capacity' || status === 'answering';
}

function batchView(batch: ShownBatch): Run['batches'][number] {
  return {
    id: batch.id,
    number: batch.number,
    attempt: batch.attempt,
    lane: batch.lane,
    status: batch.status,
    providerBatchId: batch.providerBatchId,
    providerStatus: batch.providerStatus,
    requestCount: batch.lineCount ?? Math.ceil(batch.requestCount / batch.rowsPerRequest),
    rowCount: batch.requestCount,
    succeeded: batch.succeeded,
    failed: batch.failed,
    reason: batch.reason,
    nextTryAt: (waitsForIt(batch.status) && batch.nextTryAt?.toISOString()) || null,
    submittedAt: batch.submittedAt?.toISOString() ?? null,
    finishedAt: batch.finishedAt?.toISOString() ?? null,
  };
}
