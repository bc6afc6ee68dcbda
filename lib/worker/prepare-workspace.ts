import 'server-only';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Actor } from '#lib/auth/server/session.ts';
import { importDataset } from '#lib/datasets/server/import-dataset.ts';
import { db } from '#lib/platform/db/client.ts';
import { log } from '#lib/platform/log.ts';
import { ensureBuiltInConnections } from '#lib/providers/server/built-in-connections.ts';
import { createRun } from '#lib/runs/server/create-run.ts';
import { ensureWorkspace } from '#lib/workspaces/server/workspace-queries.ts';
import { sampleRun } from './sample-run.ts';

/** Any number that nothing else locks. */
const SAMPLE_LOCK = 7_202_613;

/** What exists from the first start: the workspace, its built-in connections, a sample dataset and a run of it on the sandbox. */
export async function prepareWorkspace(): Promise<void> {
  const workspace = await ensureWorkspace();
  await ensureBuiltInConnections(db(), workspace.id);
  const actor: Actor = { workspaceId: workspace.id, userId: null, name: 'Rowmill', role: 'owner', via: 'token' };
  await ensureSample(actor);
}

/** Once in the life of a workspace, also with several workers starting at once, and never again after a person deletes it. */
async function ensureSample(actor: Actor): Promise<void> {
  await db().$transaction(
    async (tx) => {
      await tx.$executeRaw`select pg_advisory_xact_lock(${SAMPLE_LOCK})`;
      const { workspaceId } = actor;
      const isNew =
        (await tx.dataset.count({ where: { workspaceId } })) + (await tx.run.count({ where: { workspaceId } })) === 0;
      const unfinished = await tx.dataset.findFirst({
        where: { workspaceId, isSample: true, deletedAt: null, runs: { none: {} } },
        select: { id: true },
      });
      if (!isNew && !unfinished) return;
      const datasetId = unfinished?.id ?? (await importSample(actor));
      await createRun(actor, sampleRun(datasetId), { isSample: true });
      log().info({ datasetId }, 'The sample dataset and its run on the sandbox are there.');
    },
    { timeout: 60_000 },
  );
}

async function importSample(actor: Actor): Promise<string> {
  const file = await readFile(path.join(process.cwd(), 'public/samples/support-messages.csv'));
  const { workspaceId } = actor;
  const options = { workspaceId, createdById: null, name: 'Sample: support messages', isSample: true };
  const dataset = await importDataset(bytesOf(file), options);
  return dataset.id;
}

async function* bytesOf(file: Uint8Array): AsyncGenerator<Uint8Array> {
  yield file;
}
