import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import type { ItemStatus } from '#lib/platform/db/generated/enums.ts';
import { withConnection } from '#lib/platform/db/pool.ts';

export type TestItem = {
  rowIndex: number;
  status: ItemStatus;
  attempts?: number;
  batchId?: string;
  outputs?: string[];
  cause?: string;
  errorMessage?: string;
  inputTokens?: number;
  outputTokens?: number;
  costPicoUsd?: bigint;
};

export type TestRun = { workspaceId: string; datasetId: string; runId: string; batchId: string };

/** For tests: a workspace with a dataset of these rows and a run of it with one batch, straight in the tables. */
export async function createTestRun(input: {
  columnNames: readonly string[];
  rows: readonly (readonly string[])[];
  outputColumns?: string[];
  labels?: string[];
  rowCount?: number;
  isPlanned?: boolean;
  sizeBytes?: number;
  items?: readonly TestItem[];
}): Promise<TestRun> {
  const ids = { workspaceId: newId('ws'), datasetId: newId('ds'), runId: newId('run'), batchId: newId('bat') };
  await createParents(ids, input);
  await withConnection(async (connection) => {
    for (const [rowIndex, values] of input.rows.entries()) {
      await connection.query('insert into dataset_row values ($1, $2, $3)', [ids.datasetId, rowIndex, values]);
    }
  });
  const items = itemsOf(input).map((item) => ({ attemptsLeft: 1, outputs: [], ...item, runId: ids.runId }));
  await db().$transaction(async (tx) => {
    await tx.item.createMany({ data: items });
    if (input.isPlanned) await tx.run.update({ where: { id: ids.runId }, data: { plannedAt: new Date() } });
  });
  return ids;
}

/** A planned run has an item of every row: those not spoken of wait. */
function itemsOf(input: Parameters<typeof createTestRun>[0]): readonly TestItem[] {
  const given = input.items ?? [];
  if (!input.isPlanned) return given;
  const spokenOf = new Set(given.map((item) => item.rowIndex));
  const all = Array.from({ length: input.rowCount ?? input.rows.length }, (_, rowIndex) => rowIndex);
  return [
    ...given,
    ...all.filter((n) => !spokenOf.has(n)).map((rowIndex) => ({ rowIndex, status: 'waiting' as const })),
  ];
}

async function createParents(
  { workspaceId, datasetId, runId, batchId }: TestRun,
  input: Parameters<typeof createTestRun>[0],
): Promise<void> {
  const connectionId = newId('con');
  const now = new Date();
  await db().workspace.create({ data: { id: workspaceId, name: 'Test' } });
  await db().connection.create({
    data: { id: connectionId, workspaceId, key: 'sandbox', name: 'Sandbox', kind: 'sandbox' },
  });
  await db().dataset.create({
    data: {
      ...{ id: datasetId, workspaceId, name: 'test', encoding: 'utf-8', delimiter: ',', hasHeader: true },
      columns: input.columnNames.map((name) => ({ name, type: 'text', emptyCount: 0 })),
      ...{ rowCount: input.rows.length, sizeBytes: input.sizeBytes ?? 100, sha256: 'none' },
    },
  });
  await db().run.create({
    data: {
      ...{ id: runId, workspaceId, datasetId, connectionId, name: 'Test run', model: 'gpt-4o-mini' },
      ...{ prompt: { user: 'x' }, parameters: {}, maxAttempts: 3, maxRequests: 100 },
      output: input.labels ? { kind: 'label', labels: input.labels } : { kind: 'text' },
      ...{ outputColumns: input.outputColumns ?? ['answer'], rowCount: input.rowCount ?? input.rows.length },
      ...(input.isPlanned && { status: 'running' as const, launchedAt: now }),
    },
  });
  await db().batch.create({
    data: {
      ...{ id: batchId, workspaceId, runId, connectionId, number: 1, attempt: 1, requestCount: 1 },
      ...{ submissionId: newId('evt'), providerModel: 'gpt-4o-mini-2024-07-18' },
    },
  });
}

/** For tests: a run of labels, `odd` or `even`, in which every fourth row failed. */
export async function createLabeledRun(count: number): Promise<TestRun> {
  const rows = Array.from({ length: count }, (_, n) => [`row ${n}`, '']);
  const items = rows.map((_, rowIndex): TestItem => {
    if (rowIndex % 4 === 3) return { rowIndex, status: 'failed', attempts: 3, cause: 'refused' };
    const outputs = [rowIndex % 2 ? 'odd' : 'even'];
    const usage = { inputTokens: 10, outputTokens: 5, costPicoUsd: 1_500_000n };
    return { rowIndex, status: 'succeeded', attempts: 1, outputs, ...usage };
  });
  const columns = { columnNames: ['text', 'note'], outputColumns: ['label'], labels: ['odd', 'even'] };
  return createTestRun({ ...columns, rows, items, isPlanned: true });
}
