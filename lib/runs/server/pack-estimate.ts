import type { Price } from '#lib/pricing/schema.ts';
import 'server-only';
import { columnNames } from '#lib/datasets/column-names.ts';
import { usdString } from '#lib/money.ts';
import { db } from '#lib/platform/db/client.ts';
import { samplePositions } from '#lib/pricing/estimate.ts';
import type { OutputAssumption } from '#lib/pricing/output-assumption.ts';
import type { TokenCounter } from '#lib/pricing/tokens.ts';
import { type PackParts, packedCost, packedInputTokens, recommendRowsPerRequest } from '#lib/runs/pack-cost.ts';
import type { RunEstimate } from '#lib/runs/run-estimate.ts';
import { labelGuide } from '#lib/templates/label-guide.ts';
import { defaultColumn, packedSchema } from '#lib/templates/output-schema.ts';
import { compilePackedPrompt, packingProblem } from '#lib/templates/packed-prompt.ts';
import type { Output, Prompt } from '#lib/templates/schema.ts';
import { readCells } from './read-cells.ts';
import { countRowTokens } from './row-tokens.ts';

/** So many rows tell what a row adds to a request. */
const MAX_SAMPLED = 100;
/** Stands for a key: all have as many letters. */
const SOME_KEY = 'b4kt';

type Countable = { datasetId: string; prompt: Prompt; output: Output; rowCount: number };

/** What a run's requests are made of, from a few of its rows; null where its rows cannot share one, or there are none. */
export async function countPackParts(run: Countable, counter: TokenCounter): Promise<PackParts | null> {
  const { datasetId, prompt, output, rowCount } = run;
  const dataset = await db().dataset.findUniqueOrThrow({ where: { id: datasetId }, select: { columns: true } });
  const columns = columnNames(dataset.columns);
  if (rowCount === 0 || packingProblem(prompt, columns) !== null) return null;
  const compiled = compilePackedPrompt(prompt, columns, labelGuide(output));
  const positions = samplePositions(rowCount, MAX_SAMPLED);
  const places = compiled.usedColumns.map((column) => columns.indexOf(column));
  const rows = await readCells(datasetId, positions, places);
  const values = columns.map(() => '');
  const lines = rows.map(([, ...cells]) => {
    for (const [index, place] of places.entries()) values[place] = cells[index] ?? '';
    return counter.countTokens(`\n${lineOf(compiled, values)}`);
  });
  const alone = await countRowTokens(run, positions, counter);
  const { system, head } = compiled;
  const entry = entryOf(output);
  return {
    aloneTokens: meanOf(alone),
    sharedTokens: counter.requestTokens({ system, user: head, schema: packedSchema(output).schema }),
    rowTokens: meanOf(lines),
    entryTokens: Math.max(0, counter.countTokens(entry.among) - counter.countTokens(entry.alone)),
    wrapperTokens: counter.countTokens('{"answers":[]}'),
  };
}

/** A row that grows too large is not sent: it adds nothing. */
function lineOf(prompt: ReturnType<typeof compilePackedPrompt>, values: readonly string[]): string {
  try {
    return prompt.line(SOME_KEY, values);
  } catch {
    return '';
  }
}

/** The same answer among others and alone. */
function entryOf(output: Output): { among: string; alone: string } {
  const name = defaultColumn(output);
  const among = `{"key":"${SOME_KEY}","${name}":"x"},`;
  return { among, alone: output.kind === 'text' ? 'x' : `{"${name}":"x"}` };
}

function meanOf(tokens: readonly number[]): number {
  return tokens.reduce((sum, one) => sum + one, 0) / Math.max(1, tokens.length);
}

type Packable = { rowCount: number; rowsPerRequest: number; output: Output; price: Price | null };

/**
 * The estimate of a run that asks one row at a time, made into that of one whose rows share requests; and, of both, how many rows
 * are recommended and what that would cost. What a provider counts more or less than we do is in the one, and so in the other.
 */
export function packEstimate(
  run: Packable,
  alone: RunEstimate,
  counted: { parts: PackParts | null; answers: OutputAssumption },
): RunEstimate {
  const rows = run.rowCount - alone.sameRows - alone.reusedRows;
  if (!counted.parts || rows <= 0) return { ...alone, packing: null };
  const scale = counted.parts.aloneTokens === 0 ? 1 : alone.inputTokens / rows / counted.parts.aloneTokens;
  const { aloneTokens, sharedTokens, rowTokens } = counted.parts;
  const parts = {
    ...counted.parts,
    ...{ aloneTokens: aloneTokens * scale, sharedTokens: sharedTokens * scale, rowTokens: rowTokens * scale },
  };
  const whole = { rows, parts, answers: counted.answers, price: run.price };
  const recommended = recommendRowsPerRequest({ ...whole, outputKind: run.output.kind });
  const usdOf = (rowsPerRequest: number) => {
    const cost = packedCost({ ...whole, rowsPerRequest });
    return cost && usdString(cost.expectedPicoUsd);
  };
  const packing = {
    recommended,
    recommendedUsd: recommended === null ? null : usdOf(recommended),
    aloneUsd: alone.cost?.expectedUsd ?? null,
    aloneTokens: Math.round(parts.aloneTokens),
    sharedTokens: Math.round(parts.sharedTokens),
  };
  if (run.rowsPerRequest === 1) return { ...alone, packing };
  const cost = packedCost({ ...whole, rowsPerRequest: run.rowsPerRequest });
  // An answer among others is not of the length of one alone.
  const { answerTokens: _, ...known } = alone;
  return {
    ...known,
    inputTokens: packedInputTokens({ rows, rowsPerRequest: run.rowsPerRequest, parts }),
    exact: false,
    cost: cost && {
      lowUsd: usdString(cost.lowPicoUsd),
      expectedUsd: usdString(cost.expectedPicoUsd),
      highUsd: usdString(cost.highPicoUsd),
      realtimeUsd: usdString(cost.realtimePicoUsd),
      savedUsd: usdString(cost.savedPicoUsd),
    },
    packing,
  };
}
