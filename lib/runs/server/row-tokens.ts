import 'server-only';
import { columnNames } from '#lib/datasets/column-names.ts';
import { requireDataset } from '#lib/datasets/server/dataset-queries.ts';
import { AppError } from '#lib/errors.ts';
import { db } from '#lib/platform/db/client.ts';
import { loadTokenCounter, type TokenCounter } from '#lib/pricing/tokens.ts';
import { labelGuide } from '#lib/templates/label-guide.ts';
import { outputSchema } from '#lib/templates/output-schema.ts';
import { compilePrompt } from '#lib/templates/render.ts';
import type { Output, Prompt } from '#lib/templates/schema.ts';
import { readCells } from './read-cells.ts';

/** What decides how many tokens a row sends. */
export type Countable = { datasetId: string; prompt: Prompt; output: Output };

/**
 * Input tokens of the requests of these rows, in row order; rows the dataset does not have are left out.
 * @throws AppError `invalid` for a prompt with mistakes.
 */
export async function countRowTokens(
  { datasetId, prompt, output }: Countable,
  rowIndexes: readonly number[],
  counter: TokenCounter,
): Promise<number[]> {
  const dataset = await db().dataset.findUniqueOrThrow({ where: { id: datasetId }, select: { columns: true } });
  const columns = columnNames(dataset.columns);
  const compiled = compilePrompt(prompt, columns, labelGuide(output));
  const schema = outputSchema(output)?.schema ?? null;
  const places = compiled.usedColumns.map((column) => columns.indexOf(column));
  const rows = await readCells(datasetId, rowIndexes, places);
  const values = columns.map(() => '');
  return rows.map(([, ...cells]) => {
    for (const [index, place] of places.entries()) values[place] = cells[index] ?? '';
    return countRow(() => counter.requestTokens({ ...compiled.render(values), schema }));
  });
}

/** Input tokens of one row's request; 0 for a row that grows too large to be sent. @throws AppError `not_found`, `invalid`. */
export async function countTokensOfRow(workspaceId: string, row: Countable & { rowIndex: number }): Promise<number> {
  await requireDataset(db(), workspaceId, row.datasetId);
  const [tokens] = await countRowTokens(row, [row.rowIndex], await loadTokenCounter());
  if (tokens === undefined) throw new AppError('not_found', 'This dataset has no such row.');
  return tokens;
}

/** A row that grows too large for a request is not sent and costs nothing: it fails alone, and stops no launch. */
function countRow(count: () => number): number {
  try {
    return count();
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_large') return 0;
    throw error;
  }
}
