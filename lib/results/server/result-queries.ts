import 'server-only';
import { z } from 'zod';
import { Column } from '#lib/datasets/schema.ts';
import { AppError } from '#lib/errors.ts';
import { usdString } from '#lib/money.ts';
import type { Db } from '#lib/platform/db/client.ts';
import type { ItemStatus, RunStatus } from '#lib/platform/db/generated/enums.ts';
import { errorWords } from '#lib/results/error-words.ts';
import type { ResultDetail, ResultSheet } from '#lib/results/schema.ts';
import { countItems } from '#lib/runs/server/item-counts.ts';
import { OutputContract } from '#lib/templates/schema.ts';
import type { ExportRun } from './export-sql.ts';

const sheetFields = {
  id: true,
  name: true,
  status: true,
  model: true,
  datasetId: true,
  rowCount: true,
  outputColumns: true,
  output: true,
  goldColumn: true,
  plannedAt: true,
  connection: { select: { kind: true } },
  dataset: { select: { columns: true, sizeBytes: true, rowCount: true } },
} as const;

/** What a download needs to know of a run. @throws AppError `not_found`, also for another workspace's run. */
export async function getExportRun(db: Db, workspaceId: string, runId: string): Promise<ExportRun> {
  const run = await getSheetRow(db, workspaceId, runId);
  return {
    id: run.id,
    name: run.name,
    model: run.model,
    datasetId: run.datasetId,
    rowCount: run.rowCount,
    columnNames: columnNamesOf(run.dataset.columns),
    outputColumns: run.outputColumns,
    unplannedStatus: unplannedStatusOf(run.status),
    meanRowBytes: Number(run.dataset.sizeBytes) / Math.max(1, run.dataset.rowCount),
  };
}

/** The head of the results page: columns, counts by status, whether answers can be counted. @throws AppError `not_found`. */
export async function getResultSheet(db: Db, workspaceId: string, runId: string): Promise<ResultSheet> {
  const run = await getSheetRow(db, workspaceId, runId);
  return {
    runId: run.id,
    name: run.name,
    status: run.status,
    simulated: run.connection.kind === 'sandbox',
    columnNames: columnNamesOf(run.dataset.columns),
    outputColumns: run.outputColumns,
    goldColumn: run.goldColumn,
    hasLabels: OutputContract.parse(run.output).kind === 'label',
    counts: await countItems(db, run),
  };
}

/** One row with nothing cut off. `rowIndex` is 0-based. @throws AppError `not_found`. */
export async function getResult(db: Db, workspaceId: string, runId: string, rowIndex: number): Promise<ResultDetail> {
  const run = await getSheetRow(db, workspaceId, runId);
  const row = rowIndex < run.rowCount && (await findRow(db, run.datasetId, rowIndex));
  if (!row) throw new AppError('not_found', `This run has no row ${rowIndex + 1}.`);
  const item = await db.item.findUnique({ where: { runId_rowIndex: { runId, rowIndex } } });
  return {
    rowIndex,
    values: row.values,
    outputs: item?.outputs ?? [],
    status: item?.status ?? unplannedStatusOf(run.status),
    error: errorWords(item?.errorMessage ?? null, item?.cause ?? null),
    rawAnswer: item?.rawAnswer ?? null,
    attempts: item?.attempts ?? 0,
    inputTokens: item?.inputTokens ?? 0,
    cachedInputTokens: item?.cachedInputTokens ?? 0,
    outputTokens: item?.outputTokens ?? 0,
    costUsd: typeof item?.costPicoUsd === 'bigint' ? usdString(item.costPicoUsd) : null,
  };
}

/** What a row without an item is: the items are made when a run is planned, and one canceled before that never has any. */
export function unplannedStatusOf(status: RunStatus): ItemStatus {
  return status === 'canceled' ? 'canceled' : 'waiting';
}

async function getSheetRow(db: Db, workspaceId: string, runId: string) {
  const run = await db.run.findFirst({ where: { id: runId, workspaceId }, select: sheetFields });
  if (!run) throw new AppError('not_found', 'This run does not exist.');
  return run;
}

async function findRow(db: Db, datasetId: string, rowIndex: number) {
  return db.datasetRow.findUnique({ where: { datasetId_rowIndex: { datasetId, rowIndex } }, select: { values: true } });
}

function columnNamesOf(columns: unknown): string[] {
  return z
    .array(Column.pick({ name: true }))
    .parse(columns)
    .map((column) => column.name);
}
