import 'server-only';
import { columnNames } from '#lib/datasets/column-names.ts';
import { requireDataset } from '#lib/datasets/server/dataset-queries.ts';
import { AppError } from '#lib/errors.ts';
import { db } from '#lib/platform/db/client.ts';
import { loadTokenCounter, type TokenCounter } from '#lib/pricing/tokens.ts';
import { type Countable, type CountSource, countRequests } from './count-requests.ts';

/** The same with the names of its columns, in the order of the file. */
export async function withColumns<T extends Countable>(countable: T): Promise<T & CountSource> {
  const where = { id: countable.datasetId };
  const dataset = await db().dataset.findUniqueOrThrow({ where, select: { columns: true } });
  return { ...countable, columns: columnNames(dataset.columns) };
}

/**
 * Input tokens of the requests of these rows, in row order; rows the dataset does not have are left out.
 * @throws AppError `invalid` for a prompt with mistakes.
 */
export async function countRowTokens(
  countable: Countable,
  rowIndexes: readonly number[],
  counter: TokenCounter,
): Promise<number[]> {
  const counted: number[] = [];
  for await (const page of countRequests(await withColumns(countable), rowIndexes, counter))
    for (const { tokens } of page) counted.push(tokens);
  return counted;
}

/** As many rows as may be looked at, and so much of their text, before a first figure is told. */
export type SampleLimits = { maxChars: number };

/**
 * The same for a first figure: it stops once enough text was read. The rows are taken evenly from all of them in parts that grow, so
 * wherever it stops, what it has stands for the whole.
 */
export async function sampleRowTokens(
  countable: Countable,
  rowIndexes: readonly number[],
  counter: TokenCounter,
  { maxChars }: SampleLimits,
): Promise<number[]> {
  const source = await withColumns(countable);
  const counted: number[] = [];
  let chars = 0;
  for (const part of evenParts(rowIndexes)) {
    for await (const page of countRequests(source, part, counter)) {
      for (const request of page) {
        counted.push(request.tokens);
        chars += request.chars;
      }
    }
    if (chars >= maxChars) break;
  }
  return counted;
}

const FIRST_PART_ROWS = 16;

/** All rows in parts: every so many, then those between them, then those between these, and so on; each part ascends. */
function* evenParts(rowIndexes: readonly number[]): Generator<number[]> {
  let step = 2 ** Math.max(0, Math.ceil(Math.log2(rowIndexes.length / FIRST_PART_ROWS)));
  yield rowIndexes.filter((_, index) => index % step === 0);
  for (; step > 1; step /= 2) yield rowIndexes.filter((_, index) => index % step === step / 2);
}

/** Input tokens of one row's request; 0 for a row that grows too large to be sent. @throws AppError `not_found`, `invalid`. */
export async function countTokensOfRow(workspaceId: string, row: Countable & { rowIndex: number }): Promise<number> {
  await requireDataset(db(), workspaceId, row.datasetId);
  const [tokens] = await countRowTokens(row, [row.rowIndex], await loadTokenCounter());
  if (tokens === undefined) throw new AppError('not_found', 'This dataset has no such row.');
  return tokens;
}
