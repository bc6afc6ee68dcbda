import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import type { BatchReport, Provider } from '#lib/providers/server/provider.ts';
import { openProvider } from '#lib/providers/server/registry.ts';
import { requestShape } from '#lib/runs/request-shape.ts';
import type { RunInput } from '#lib/runs/schema.ts';
import { type EngineBatch, findEngineBatch, moveBatch } from '#lib/runs/server/batch-queries.ts';
import { planRun } from '#lib/runs/server/plan-run.ts';
import { uploadBatch } from '#lib/runs/server/upload-batch.ts';
import { provideEngine } from './engine-harness.ts';

export const signal = new AbortController().signal;

/** No worker: each step is taken by hand, by as many workers as a test imagines. For the top of a test file. */
export function provideSteps() {
  const engine = provideEngine({ hasWorker: false });

  async function planned(
    rows: number,
    connection = 'sandbox',
    input: Partial<RunInput> = {},
  ): Promise<{ runId: string; batch: EngineBatch }> {
    const datasetId = await engine.makeDataset(
      Array.from({ length: rows }, (_, n) => [`row ${n}`]),
      ['text'],
    );
    const runId = await engine.launch({ ...input, datasetId, connection });
    await planRun(runId);
    const { id } = await db().batch.findFirstOrThrow({ where: { runId } });
    return { runId, batch: await read(id) };
  }

  async function uploaded(rows: number): Promise<{ runId: string; batch: EngineBatch; provider: Provider }> {
    const { runId, batch } = await planned(rows);
    const provider = providerOf(batch);
    await uploadBatch({ batch, provider, signal });
    return { runId, batch: await read(batch.id), provider };
  }

  async function paidFor(runId: string) {
    return (await engine.sandbox.ledger()).filter((entry) => entry.metadata?.run === runId);
  }

  async function submitted(rows: number): Promise<{ runId: string; batch: EngineBatch }> {
    const { runId, batch } = await uploaded(rows);
    await moveBatch(db(), batch, 'submitting');
    await moveBatch(db(), batch, 'submitted', { providerBatchId: newId('bat') });
    return { runId, batch: await read(batch.id) };
  }

  return { engine, planned, uploaded, submitted, paidFor };
}

export async function read(batchId: string): Promise<EngineBatch> {
  const batch = await findEngineBatch(db(), batchId);
  if (!batch) throw new Error('The batch is gone.');
  return batch;
}

export function providerOf(batch: EngineBatch): Provider {
  return openProvider(batch.connection, requestShape(batch.run, batch.rowsPerRequest));
}

/** What another worker does meanwhile: the submission is given up and made anew, up to its upload. */
export async function makeAnew(batch: EngineBatch): Promise<void> {
  await db().batch.update({
    where: { id: batch.id },
    data: { status: 'uploaded', submissionId: newId('sub'), inputFileId: 'file-new', providerBatchId: null },
  });
}

export async function* collectNothing(): AsyncGenerator<BatchReport> {}

export const rejected: BatchReport = {
  ...{ batchId: 'batch_x', inputFileId: null, submissionId: null, createdAt: new Date(), expiresAt: null },
  ...{ providerStatus: 'failed', state: 'rejected', model: null, completed: 0, failed: 0 },
  ...{ outputFileId: null, errorFileId: null, usage: null, problems: [] },
};
