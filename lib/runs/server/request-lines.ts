import 'server-only';
import { pool } from '#lib/platform/db/pool.ts';
import type { Provider } from '#lib/providers/server/provider.ts';
import { requestKey } from '#lib/runs/request-key.ts';
import { compilePrompt } from '#lib/templates/render.ts';
import type { Prompt } from '#lib/templates/schema.ts';

const PAGE_ROWS = 2_000;
const CHUNK_CHARS = 256 * 1024;

export type LineSource = {
  batch: { id: string; runId: string; submissionId: string };
  datasetId: string;
  columns: readonly string[];
  prompt: Prompt;
  provider: Pick<Provider, 'requestLine'>;
  maxBytes: number;
};

export type RenderedLines = {
  /** The input file, in chunks of whole lines. */
  chunks: AsyncIterable<Uint8Array>;
  /** What came of it; complete when `chunks` has been read to its end. */
  result: {
    lines: number;
    sizeBytes: number;
    cutAt: number | null;
    unsendable: { rowIndex: number; cause: string; message: string }[];
  };
};

/**
 * Renders a batch's requests out of the database, in row order, a page at a time: memory holds one page, whatever the size
 * of the batch. Stops before the line that would pass `maxBytes`; `cutAt` is the row to go on with in another batch.
 */
export function renderLines(source: LineSource): RenderedLines {
  const result: RenderedLines['result'] = { lines: 0, sizeBytes: 0, cutAt: null, unsendable: [] };
  return { chunks: chunksOf(source, result), result };
}

async function* chunksOf(source: LineSource, result: RenderedLines['result']): AsyncGenerator<Uint8Array> {
  const prompt = compilePrompt(source.prompt, source.columns);
  let text = '';
  for await (const row of rowsOf(source, prompt.usedColumns)) {
    const line = renderLine(source, prompt, row, result);
    if (line === null) continue;
    const sizeBytes = Buffer.byteLength(line);
    if (result.sizeBytes + sizeBytes > source.maxBytes) {
      result.cutAt = row.rowIndex;
      break;
    }
    result.sizeBytes += sizeBytes;
    result.lines += 1;
    text += line;
    if (text.length >= CHUNK_CHARS) {
      yield Buffer.from(text);
      text = '';
    }
  }
  if (text !== '') yield Buffer.from(text);
}

function renderLine(
  source: LineSource,
  prompt: ReturnType<typeof compilePrompt>,
  row: { rowIndex: number; values: string[] },
  result: RenderedLines['result'],
): string | null {
  const refuse = (message: string) => {
    result.unsendable.push({ rowIndex: row.rowIndex, cause: 'too_long', message });
    return null;
  };
  try {
    const rendered = prompt.render(row.values);
    const line = `${source.provider.requestLine({ key: requestKey(source.batch.submissionId, row.rowIndex), ...rendered })}\n`;
    if (Buffer.byteLength(line) > source.maxBytes)
      return refuse('This row alone is larger than a batch may be. Shorten its cells.');
    return line;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : 'This row could not be put into the instruction.');
  }
}

/** Only the cells the prompt uses are read, so nothing else can leave the building. */
async function* rowsOf(source: LineSource, usedColumns: readonly string[]) {
  const places = usedColumns.map((column) => source.columns.indexOf(column));
  const cells = places.map((place, index) => `, d."values"[${place + 1}] as c${index}`).join('');
  const sql = `select i."rowIndex"${cells} from "item" i
    join "dataset_row" d on d."datasetId" = $1 and d."rowIndex" = i."rowIndex"
    where i."runId" = $2 and i."status" = 'in_flight' and i."rowIndex" > $3 and i."batchId" = $4
    order by i."rowIndex" limit ${PAGE_ROWS}`;
  for (let after = -1; ; ) {
    const page = await pool().query({
      text: sql,
      values: [source.datasetId, source.batch.runId, after, source.batch.id],
      rowMode: 'array',
    });
    for (const [rowIndex, ...used] of page.rows as [number, ...string[]][]) {
      const values = Array.from<string>({ length: source.columns.length }).fill('');
      places.forEach((place, index) => {
        values[place] = used[index] ?? '';
      });
      yield { rowIndex, values };
      after = rowIndex;
    }
    if (page.rows.length < PAGE_ROWS) return;
  }
}
