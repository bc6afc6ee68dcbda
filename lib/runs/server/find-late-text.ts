import 'server-only';
import { columnNames } from '#lib/datasets/column-names.ts';
import { requireDataset } from '#lib/datasets/server/dataset-queries.ts';
import { usdString } from '#lib/money.ts';
import { db } from '#lib/platform/db/client.ts';
import { getPriceOf } from '#lib/pricing/server/price-queries.ts';
import { encodingFor, loadTokenCounter } from '#lib/pricing/tokens.ts';
import type { LateTextHint } from '#lib/runs/late-text-hint.ts';
import { labelGuide } from '#lib/templates/label-guide.ts';
import { findLateText } from '#lib/templates/late-text.ts';
import { outputSchema } from '#lib/templates/output-schema.ts';
import type { Output, Prompt } from '#lib/templates/schema.ts';
import { getInputConnection } from './check-input.ts';

export type Asked = {
  datasetId: string;
  model: string;
  /** By its key; without one, the default. */
  connection?: string | undefined;
  prompt: Prompt;
  output: Output;
  rowLimit?: number | undefined;
};

/**
 * What a draft says to every row too late for a provider to keep, and what that could save at the cached batch price of its model.
 * Null where there is nothing to say: also for a model whose cached text costs in a batch what other text costs.
 * @throws AppError `not_found` for the dataset, `invalid` for the connection.
 */
export async function findLateTextOf(workspaceId: string, asked: Asked): Promise<LateTextHint | null> {
  const { datasetId, model, prompt, output, rowLimit } = asked;
  await requireDataset(db(), workspaceId, datasetId);
  const dataset = await db().dataset.findFirstOrThrow({
    where: { id: datasetId, workspaceId },
    select: { columns: true, rowCount: true },
  });
  const connection = await getInputConnection(db(), workspaceId, asked.connection);
  const price = await getPriceOf(db(), workspaceId, { model, connectionId: connection.id });
  const saving = price && price.batch.inputMicroUsd - price.batch.cachedInputMicroUsd;
  if (saving !== null && saving <= 0) return null;
  const { countTokens } = await loadTokenCounter(encodingFor(model));
  const schema = outputSchema(output)?.schema ?? null;
  const parts = { guide: labelGuide(output), schema, countTokens };
  const late = findLateText(prompt, columnNames(dataset.columns), parts);
  if (!late) return null;
  const { gainTokens, ...rest } = late;
  const rows = Math.min(dataset.rowCount, rowLimit ?? dataset.rowCount);
  return {
    ...rest,
    rows,
    savedUsd: saving === null ? null : usdString(BigInt(gainTokens) * BigInt(rows) * BigInt(saving)),
  };
}
