import 'server-only';
import { pool } from '#lib/platform/db/pool.ts';
import type { Provider } from '#lib/providers/server/provider.ts';
import { type CeilingMeter, ceilingMeter, type RequestCosts } from '#lib/runs/cost-ceiling.ts';
import { requestKey } from '#lib/runs/request-key.ts';
import { compilePrompt } from '#lib/templates/render.ts';
import type { Prompt } from '#lib/templates/schema.ts';
import { cellPages } from './cell-pages.ts';

const CHUNK_CHARS = 256 * 1024;
const BYTES_PER_TOKEN = 4;
/** What stands around the texts of a request. */
const REQUEST_TOKENS = 8;

export type LineSource = {
  batch: { id: string; runId: string; submissionId: string };
  datasetId: string;
  columns: readonly string[];
  prompt: Prompt;
  /** What the model is told about the labels, or null. */
  guide: string | null;
  provider: Pick<Provider, 'requestLine'>;
  maxBytes: number;
  /** Size of the answer's schema, which every request carries. */
  schemaBytes: number;
  /** What a request may cost; null where the price is unknown. */
  costs: RequestCosts | null;
  /** What its rows may cost together; with `measuresRest`, all are measured where not even the first fits. Null without a cap. */
  room: { maxPicoUsd: bigint; measuresRest: boolean } | null;
};

export type RenderedLines = {
  /** The input file, in chunks of whole lines. */
  chunks: AsyncIterable<Uint8Array>;
  /** What came of it; complete when `chunks` has been read to its end. */
  result: {
    lines: number;
    sizeBytes: number;
    /** Input tokens by the length of the text: about four bytes each. */
    estimatedTokens: number;
    /** The most its rows may cost, together and one of them; null where the price is unknown. */
    ceilingPicoUsd: bigint | null;
    rowCeilingPicoUsd: bigint | null;
    /** Rows that were measured: those in the file, or all of them when not even the first one fits under the cap. */
    measured: number;
    cutBy: 'size' | 'cap' | null;
    cutAt: number | null;
    unsendable: { rowIndex: number; cause: string; message: string }[];
  };
};

/**
 * Renders a batch's requests out of the database, in row order, a page at a time: memory holds one page, whatever the size
 * of the batch. Stops before the line that would pass `maxBytes`; `cutAt` is the row to go on with in another batch.
 */
export function renderLines(source: LineSource): RenderedLines {
  const result: RenderedLines['result'] = {
    ...{ lines: 0, sizeBytes: 0, estimatedTokens: 0, cutAt: null, unsendable: [] },
    ...{ ceilingPicoUsd: null, rowCeilingPicoUsd: null, measured: 0, cutBy: null },
  };
  return { chunks: chunksOf(source, result), result };
}

async function* chunksOf(source: LineSource, result: RenderedLines['result']): AsyncGenerator<Uint8Array> {
  const prompt = compilePrompt(source.prompt, source.columns, source.guide);
  const places = prompt.usedColumns.map((column) => source.columns.indexOf(column));
  const values = Array.from<string>({ length: source.columns.length }).fill('');
  const meter = source.costs && ceilingMeter(source.costs, source.room?.maxPicoUsd ?? null);
  let text = '';
  // Only the cells the prompt uses are read, so nothing else can leave the building.
  for await (const page of cellPages(source.datasetId, await listRowIndexes(source.batch), places)) {
    for (const [rowIndex, ...cells] of page) {
      for (const [index, place] of places.entries()) values[place] = cells[index] ?? '';
      const rendered = renderLine(source, prompt, { rowIndex, values }, result);
      if (rendered === null) continue;
      const { line, sizeBytes } = rendered;
      const isFull = result.sizeBytes + sizeBytes > source.maxBytes;
      if (isFull || (meter && !meter.fits(rendered.textBytes))) {
        result.cutAt ??= rowIndex;
        result.cutBy ??= isFull ? 'size' : 'cap';
        if (result.lines > 0 || !source.room?.measuresRest) {
          if (text !== '') yield Buffer.from(text);
          return note(result, meter);
        }
      }
      meter?.add(rendered.textBytes);
      result.measured += 1;
      // A person is told what all of these rows may cost, so the rest is measured, too.
      if (result.cutAt !== null) continue;
      result.sizeBytes += sizeBytes;
      result.estimatedTokens += Math.ceil(rendered.textBytes / BYTES_PER_TOKEN) + REQUEST_TOKENS;
      result.lines += 1;
      text += line;
      if (text.length < CHUNK_CHARS) continue;
      yield Buffer.from(text);
      text = '';
    }
  }
  if (text !== '') yield Buffer.from(text);
  note(result, meter);
}

function note(result: RenderedLines['result'], meter: CeilingMeter | null): void {
  if (meter) Object.assign(result, meter.read());
}

function renderLine(
  source: LineSource,
  prompt: ReturnType<typeof compilePrompt>,
  row: { rowIndex: number; values: readonly string[] },
  result: RenderedLines['result'],
): { line: string; sizeBytes: number; textBytes: number } | null {
  const refuse = (message: string) => {
    result.unsendable.push({ rowIndex: row.rowIndex, cause: 'too_long', message });
    return null;
  };
  try {
    const rendered = prompt.render(row.values);
    const line = `${source.provider.requestLine({ key: requestKey(source.batch.submissionId, row.rowIndex), ...rendered })}\n`;
    const sizeBytes = Buffer.byteLength(line);
    if (sizeBytes > source.maxBytes) return refuse('This row alone is larger than a batch may be. Shorten its cells.');
    const textBytes = Buffer.byteLength(rendered.system ?? '') + Buffer.byteLength(rendered.user) + source.schemaBytes;
    return { line, sizeBytes, textBytes };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : 'This row could not be put into the instruction.');
  }
}

/** Rows of the batch that are to be sent, without those that ask the same as one of them, in row order: a few bytes each, so all at once. */
async function listRowIndexes(batch: { id: string; runId: string }): Promise<number[]> {
  const { rows } = await pool().query<{ list: number[] | null }>(
    `select json_agg("rowIndex" order by "rowIndex") as list from "item"
     where "runId" = $1 and "status" = 'in_flight' and "batchId" = $2 and "sameAs" is null`,
    [batch.runId, batch.id],
  );
  return rows[0]?.list ?? [];
}
