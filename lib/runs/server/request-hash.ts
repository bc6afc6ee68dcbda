import 'server-only';
import { env } from '#lib/platform/env.ts';
import { labelGuide } from '#lib/templates/label-guide.ts';
import { outputSchema } from '#lib/templates/output-schema.ts';
import { columnsUsed } from '#lib/templates/render.ts';
import type { Output, Parameters, Prompt } from '#lib/templates/schema.ts';
import { contentHash } from './content-hash.ts';

type Asked = {
  connection: { kind: 'sandbox' | 'openai'; baseUrl: string | null; fromEnvironment: boolean };
  model: string;
  prompt: Prompt;
  output: Output;
  parameters: Parameters;
  rowsPerRequest: number;
  /** Of the dataset, in any order. */
  columns: readonly string[];
};

/**
 * Names what is the same in all requests of a run, in hex: runs with the same name and rows with the same cells made the same
 * requests of the same model at the same place. The sandbox is a place of its own, so nothing simulated is taken for real.
 */
export function requestHash({ connection, model, prompt, output, parameters, rowsPerRequest, columns }: Asked): string {
  const { kind, baseUrl, fromEnvironment } = connection;
  const place = kind === 'sandbox' ? kind : [kind, fromEnvironment ? (env.OPENAI_BASE_URL ?? null) : baseUrl];
  const used = columnsUsed(prompt, columns).toSorted();
  return contentHash({
    ...{ place, model, prompt, output, parameters, used },
    guide: labelGuide(output),
    schema: outputSchema(output),
    // Rows that are asked together may be answered differently: an answer is taken only where as many shared its request.
    ...(rowsPerRequest > 1 && { rowsPerRequest }),
  });
}
