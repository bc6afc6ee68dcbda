import { setTimeout as sleep } from 'node:timers/promises';
import type { Actor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { openQueue, sendThrough } from '#lib/platform/queue/queue.ts';
import { ensureBuiltInConnections } from '#lib/providers/server/built-in-connections.ts';
import { openProvider } from '#lib/providers/server/registry.ts';
import { requestShape } from '#lib/runs/request-shape.ts';
import { advanceBatch } from '#lib/runs/server/advance-batch.ts';
import { type EngineBatch, findEngineBatch } from '#lib/runs/server/batch-queries.ts';
import { createRun } from '#lib/runs/server/create-run.ts';
import { planRun } from '#lib/runs/server/plan-run.ts';
import { submitBatch } from '#lib/runs/server/submit-batch.ts';
import { uploadBatch } from '#lib/runs/server/upload-batch.ts';
import { watchBatch } from '#lib/runs/server/watch-batch.ts';
import { startHandlers } from '#lib/worker/handlers.ts';
import { ensureWorkspace } from '#lib/workspaces/server/workspace-queries.ts';
import { runInput } from './work.ts';

const LOOK_MS = 10;
const signal = new AbortController().signal;

export async function findActor(): Promise<Actor> {
  const workspace = await ensureWorkspace();
  await ensureBuiltInConnections(db(), workspace.id);
  return { workspaceId: workspace.id, userId: null, name: 'Bench', role: 'owner', via: 'token' };
}

/** A worker in this process, as `lib/worker/main.ts` starts it. */
export async function startWorker(): Promise<void> {
  const boss = await openQueue({ supervise: true });
  sendThrough(boss);
  await startHandlers(boss, signal);
}

/** From the click until the provider has taken the run's batch. */
export async function launch(actor: Actor, datasetId: string, rowCount: number): Promise<string> {
  const { runId } = await createRun(actor, runInput(datasetId, rowCount));
  while ((await db().batch.count({ where: { runId, submittedAt: { not: null } } })) === 0) await sleep(LOOK_MS);
  return runId;
}

/** From the click until every row is settled. Throws when the run ends any other way than with every row answered. */
export async function settle(actor: Actor, datasetId: string, rowCount: number): Promise<void> {
  const { runId } = await createRun(actor, runInput(datasetId, rowCount));
  await untilOver(runId);
}

export async function untilOver(runId: string): Promise<void> {
  for (;;) {
    const run = await db().run.findUniqueOrThrow({ where: { id: runId }, select: { status: true, finishedAt: true } });
    if (run.status === 'succeeded') return;
    if (run.finishedAt) throw new Error(`The run ended as ${run.status}.`);
    await sleep(LOOK_MS);
  }
}

/** Takes a run, step by step, to where its one batch is answered at the provider and nothing of it is read yet. */
export async function prepareIngest(actor: Actor, datasetId: string, rowCount: number) {
  const { runId } = await createRun(actor, runInput(datasetId, rowCount));
  await planRun(runId);
  const { id: batchId } = await db().batch.findFirstOrThrow({ where: { runId }, select: { id: true } });
  await uploadBatch(await contextOf(batchId));
  await submitBatch(await contextOf(batchId));
  for (;;) {
    const context = await contextOf(batchId);
    if (context.batch.outputFileId) return { batchId, outputFileId: context.batch.outputFileId };
    await watchBatch(context);
    await sleep(LOOK_MS);
  }
}

async function contextOf(batchId: string) {
  const batch = await getBatch(batchId);
  return { batch, provider: openProvider(batch.connection, requestShape(batch.run)), signal };
}

/** Reads a batch’s answers until they are in their rows. */
export async function ingest(batchId: string): Promise<void> {
  await advanceBatch(batchId, signal);
}

/** Throws when it is gone. */
export async function getBatch(batchId: string): Promise<EngineBatch> {
  const batch = await findEngineBatch(db(), batchId);
  if (!batch) throw new Error(`There is no batch ${batchId}.`);
  return batch;
}
