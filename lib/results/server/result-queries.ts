import 'server-only';
import { z } from 'zod';
import { Column } from '#lib/datasets/schema.ts';
import { AppError } from '#lib/errors.ts';
import { formatCount } from '#lib/format.ts';
import { usdString } from '#lib/money.ts';
import type { Db } from '#lib/platform/db/client.ts';
import type { ItemStatus, RunStatus } from '#lib/platform/db/generated/enums.ts';
import { errorWords } from '#lib/results/error-words.ts';
import type { AnswerFacet, ResultCounts, ResultDetail, ResultSheet } from '#lib/results/schema.ts';
import { countItems } from '#lib/runs/server/item-counts.ts';
import { reusedFromOf } from '#lib/runs/server/item-queries.ts';
import { labelGuide } from '#lib/templates/label-guide.ts';
import { compilePackedPrompt } from '#lib/templates/packed-prompt.ts';
import { compilePrompt } from '#lib/templates/render.ts';
import { Output, OutputContract, Prompt } from '#lib/templates/schema.ts';
import type { ExportRun } from './export-sql.ts';

const sheetFields = {
  id: true,
  name: true,
  status: true,
  model: true,
  datasetId: true,
  rowCount: true,
  pickedRows: true,
  outputColumns: true,
  output: true,
  prompt: true,
  goldColumn: true,
  plannedAt: true,
  connection: { select: { kind: true } },
  dataset: { select: { columns: true, delimiter: true, sizeBytes: true, rowCount: true, deletedAt: true } },
} as const;

/** What a download needs to know of a run. @throws AppError `not_found`, also for another workspace's run. */
export async function getExportRun(db: Db, workspaceId: string, runId: string): Promise<ExportRun> {
  const run = await getSheetRow(db, workspaceId, runId);
  const { failed } = await countItems(db, run);
  return {
    id: run.id,
    name: run.name,
    simulated: run.connection.kind === 'sandbox',
    hasFailed: failed > 0,
    model: run.model,
    datasetId: run.datasetId,
    rowCount: run.rowCount,
    pickedRows: run.pickedRows,
    columnNames: columnNamesOf(run.dataset.columns),
    outputColumns: run.outputColumns,
    unplannedStatus: unplannedStatusOf(run.status),
    meanRowBytes: Number(run.dataset.sizeBytes) / Math.max(1, run.dataset.rowCount),
  };
}

/** The head of the results page: columns, counts by status, which answers can be counted. @throws AppError `not_found`. */
export async function getResultSheet(db: Db, workspaceId: string, runId: string): Promise<ResultSheet> {
  const run = await getSheetRow(db, workspaceId, runId);
  const columns = columnsOf(run.dataset.columns);
  return {
    runId: run.id,
    name: run.name,
    status: run.status,
    simulated: run.connection.kind === 'sandbox',
    delimiter: run.dataset.delimiter,
    columnNames: columns.map((column) => column.name),
    numericColumns: columns.flatMap(({ type }, place) => (type === 'integer' || type === 'number' ? [place] : [])),
    outputColumns: run.outputColumns,
    facetColumns: facetColumnsOf(OutputContract.parse(run.output)),
    goldColumn: run.goldColumn,
    isDatasetDeleted: run.dataset.deletedAt !== null,
    counts: await countItems(db, run),
  };
}

/** What of the head changes while the run is going, for whoever has the page open. @throws AppError `not_found`. */
export async function getResultCounts(db: Db, workspaceId: string, runId: string): Promise<ResultCounts> {
  const run = await db.run.findFirst({
    where: { id: runId, workspaceId },
    select: { id: true, status: true, rowCount: true, plannedAt: true },
  });
  if (!run) throw noSuchRun();
  return { status: run.status, counts: await countItems(db, run) };
}

/**
 * How often each answer was given, most frequent first and those never given last, at most `limit` a column; free text, where nearly every answer is
 * its own, is not counted. @throws AppError `not_found`.
 */
export async function listAnswerFacets(
  db: Db,
  workspaceId: string,
  runId: string,
  limit: number,
): Promise<AnswerFacet[]> {
  const run = await db.run.findFirst({ where: { id: runId, workspaceId }, select: { output: true } });
  if (!run) throw noSuchRun();
  const output = OutputContract.parse(run.output);
  const columns = facetColumnsOf(output);
  return Promise.all(
    columns.map(async (column) => withUnused(await countAnswers(db, runId, column, limit), output, limit)),
  );
}

async function countAnswers(db: Db, runId: string, column: number, limit: number): Promise<AnswerFacet> {
  const values = await db.$queryRaw<AnswerFacet['values']>`
    select "outputs"[${column + 1}::int] as value, count(*)::int as count from "item"
    where "runId" = ${runId} and "status" = 'succeeded' and "outputs"[${column + 1}::int] is not null
    group by 1 order by 2 desc, 1 limit ${limit + 1}`;
  return { column, values: values.slice(0, limit), hasMore: values.length > limit };
}

/** A label nobody got is a finding too: it stands behind the others with 0. */
function withUnused(facet: AnswerFacet, output: OutputContract, limit: number): AnswerFacet {
  if (facet.hasMore) return facet;
  const given = new Set(facet.values.map(({ value }) => value));
  const unused = possibleAnswers(output, facet.column).filter((value) => !given.has(value));
  const values = [...facet.values, ...unused.map((value) => ({ value, count: 0 }))];
  return { ...facet, values: values.slice(0, limit), hasMore: values.length > limit };
}

function possibleAnswers(output: OutputContract, column: number): readonly string[] {
  if (output.kind === 'label') return output.labels;
  return output.kind === 'fields' ? (output.fields[column]?.values ?? []) : [];
}

function facetColumnsOf(output: OutputContract): number[] {
  if (output.kind === 'label') return [0];
  if (output.kind !== 'fields') return [];
  return output.fields.flatMap(({ type }, place) => (type === 'choice' || type === 'boolean' ? [place] : []));
}

/** One row with nothing cut off. `rowIndex` is 0-based. @throws AppError `not_found`. */
export async function getResult(db: Db, workspaceId: string, runId: string, rowIndex: number): Promise<ResultDetail> {
  const run = await getSheetRow(db, workspaceId, runId);
  const row = rowIndex < run.rowCount && (await findRow(db, run.datasetId, rowIndex));
  if (!row) throw new AppError('not_found', `This run has no row ${formatCount(rowIndex + 1)}.`);
  const item = await db.item.findUnique({ where: { runId_rowIndex: { runId, rowIndex } } });
  return {
    rowIndex,
    sameAs: item?.sameAs ?? null,
    askedWith: (item?.packSize ?? 1) - 1,
    reusedFrom: item && reusedFromOf(item),
    values: row.values,
    prompt: renderedPrompt(run, row.values, (item?.packSize ?? 1) > 1),
    outputs: item?.outputs ?? [],
    status: item?.status ?? unplannedStatusOf(run.status),
    reason: errorWords(null, item?.cause ?? null),
    error: errorWords(item?.errorMessage ?? null, item?.cause ?? null),
    rawAnswer: item?.rawAnswer ?? null,
    attempts: item?.attempts ?? 0,
    inputTokens: item?.inputTokens ?? 0,
    cachedInputTokens: item?.cachedInputTokens ?? 0,
    outputTokens: item?.outputTokens ?? 0,
    costUsd: typeof item?.costPicoUsd === 'bigint' ? usdString(item.costPicoUsd) : null,
  };
}

/**
 * The run's instruction and the dataset's rows never change, so this is what was sent, or will be. Of a request of several rows it
 * is what it said to all, and to this one.
 */
function renderedPrompt(
  run: Awaited<ReturnType<typeof getSheetRow>>,
  values: string[],
  isPacked: boolean,
): ResultDetail['prompt'] {
  const names = columnsOf(run.dataset.columns).map((column) => column.name);
  try {
    const [prompt, guide] = [Prompt.parse(run.prompt), labelGuide(Output.parse(run.output))];
    if (!isPacked) return compilePrompt(prompt, names, guide).render(values);
    const { system, head, line } = compilePackedPrompt(prompt, names, guide);
    return { ...(system !== undefined && { system }), user: head + line('key', values) };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** What a row without an item is: the items are made when a run is planned, and one canceled before that never has any. */
export function unplannedStatusOf(status: RunStatus): ItemStatus {
  return status === 'canceled' ? 'canceled' : 'waiting';
}

async function getSheetRow(db: Db, workspaceId: string, runId: string) {
  const run = await db.run.findFirst({ where: { id: runId, workspaceId }, select: sheetFields });
  if (!run) throw noSuchRun();
  return run;
}

async function findRow(db: Db, datasetId: string, rowIndex: number) {
  return db.datasetRow.findUnique({ where: { datasetId_rowIndex: { datasetId, rowIndex } }, select: { values: true } });
}

function columnNamesOf(columns: unknown): string[] {
  return columnsOf(columns).map((column) => column.name);
}

function columnsOf(columns: unknown) {
  return z.array(Column.pick({ name: true, type: true })).parse(columns);
}

function noSuchRun(): AppError {
  return new AppError('not_found', 'This run does not exist.');
}
