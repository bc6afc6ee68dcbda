import 'server-only';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '#lib/errors.ts';
import type { RequestText, TokenCounter } from '#lib/pricing/tokens.ts';
import { labelGuide } from '#lib/templates/label-guide.ts';
import { outputSchema } from '#lib/templates/output-schema.ts';
import { compilePrompt } from '#lib/templates/render.ts';
import type { Output, Prompt } from '#lib/templates/schema.ts';
import { cellPages } from './cell-pages.ts';

/** So long is counted in one go; then whatever else waits has its turn. */
const TURN_MS = 10;

/** What decides how many tokens a row sends. Plain data, so that it can be told to a thread. */
export type Countable = { datasetId: string; prompt: Prompt; output: Output };
export type CountSource = Countable & { columns: readonly string[] };

export type CountedRequest = { rowIndex: number; tokens: number; chars: number };

/**
 * The requests of these rows (which ascend) with their input tokens, a page at a time and in row order; rows the dataset does not
 * have are left out. This is the one place that turns rows into requests to be counted: one row is one request.
 * @throws AppError `invalid` for a prompt with mistakes.
 */
export async function* countRequests(
  { datasetId, columns, prompt, output }: CountSource,
  rowIndexes: ArrayLike<number>,
  counter: TokenCounter,
): AsyncGenerator<CountedRequest[]> {
  const compiled = compilePrompt(prompt, columns, labelGuide(output));
  const schema = outputSchema(output)?.schema ?? null;
  const places = compiled.usedColumns.map((column) => columns.indexOf(column));
  const values = columns.map(() => '');
  const turn = { endsMs: performance.now() + TURN_MS };
  for await (const page of cellPages(datasetId, rowIndexes, places)) {
    const counted: CountedRequest[] = [];
    for (const [rowIndex, ...cells] of page) {
      for (const [index, place] of places.entries()) values[place] = cells[index] ?? '';
      const text = renderOrNull(() => compiled.render(values));
      const tokens = text ? await tokensInTurns({ ...text, schema }, counter, turn) : 0;
      counted.push({ rowIndex, tokens, chars: text ? text.user.length : 0 });
    }
    yield counted;
  }
}

/** A row that grows too large for a request is not sent and costs nothing: it fails alone, and stops no launch. */
function renderOrNull(render: () => RequestText): RequestText | null {
  try {
    return render();
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_large') return null;
    throw error;
  }
}

async function tokensInTurns(request: RequestText, counter: TokenCounter, turn: { endsMs: number }): Promise<number> {
  let tokens = 0;
  for (const more of counter.requestSteps(request)) {
    tokens += more;
    if (performance.now() < turn.endsMs) continue;
    await setImmediate();
    turn.endsMs = performance.now() + TURN_MS;
  }
  return tokens;
}
