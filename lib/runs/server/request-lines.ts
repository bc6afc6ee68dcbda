import 'server-only';
import { pool } from '#lib/platform/db/pool.ts';
import { type CeilingMeter, ceilingMeter, type RequestCosts } from '#lib/runs/cost-ceiling.ts';
import { cellPages } from './cell-pages.ts';
import type { Packs } from './item-packs.ts';
import { type RequestUnit, requestWriter, type WriterSource } from './request-writers.ts';

const CHUNK_CHARS = 256 * 1024;
const BYTES_PER_TOKEN = 4;
/** What stands around the texts of a request. */
const REQUEST_TOKENS = 8;

export type LineSource = WriterSource & {
  batch: { id: string; runId: string };
  datasetId: string;
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
    /** Rows that are asked in them. */
    rows: number;
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
    /** The rows of each request by its first one, where they have several: those of a chunk are in it before the chunk comes. */
    packs: Packs | null;
  };
};

/**
 * Renders a batch's requests out of the database, in row order, a page at a time: memory holds one page, whatever the size
 * of the batch. Stops before the line that would pass `maxBytes`; `cutAt` is the row to go on with in another batch.
 */
export function renderLines(source: LineSource): RenderedLines {
  const result: RenderedLines['result'] = {
    ...{ lines: 0, rows: 0, sizeBytes: 0, estimatedTokens: 0, cutAt: null, unsendable: [] },
    ...{ ceilingPicoUsd: null, rowCeilingPicoUsd: null, measured: 0, cutBy: null },
    packs: source.batch.rowsPerRequest > 1 ? new Map() : null,
  };
  return { chunks: chunksOf(source, result), result };
}

async function* chunksOf(source: LineSource, result: RenderedLines['result']): AsyncGenerator<Uint8Array> {
  const writer = requestWriter(source, (rowIndex, message) => {
    result.unsendable.push({ rowIndex, cause: 'too_long', message });
  });
  const places = writer.usedColumns.map((column) => source.columns.indexOf(column));
  const values = Array.from<string>({ length: source.columns.length }).fill('');
  const meter = source.costs && ceilingMeter(source.costs, source.room?.maxPicoUsd ?? null);
  const file = lineCollector(source, result, meter);
  // Only the cells the prompt uses are read, so nothing else can leave the building.
  for await (const page of cellPages(source.datasetId, await listRowIndexes(source.batch), places)) {
    for (const [rowIndex, ...cells] of page) {
      for (const [index, place] of places.entries()) values[place] = cells[index] ?? '';
      const unit = writer.add(rowIndex, values);
      if (unit === null) continue;
      if (!file.take(unit)) {
        if (file.text !== '') yield Buffer.from(file.text);
        return note(result, meter);
      }
      if (file.text.length < CHUNK_CHARS) continue;
      yield Buffer.from(file.text);
      file.text = '';
    }
  }
  const last = writer.end();
  if (last) file.take(last);
  if (file.text !== '') yield Buffer.from(file.text);
  note(result, meter);
}

/** Gathers requests as long as they fit; says no to the first one that does not, where the rest need not be measured. */
function lineCollector(source: LineSource, result: RenderedLines['result'], meter: CeilingMeter | null) {
  return {
    text: '',
    take(unit: RequestUnit): boolean {
      const isFull = result.sizeBytes + unit.sizeBytes > source.maxBytes;
      if (isFull || (meter && !meter.fits(unit.textBytes))) {
        result.cutAt ??= unit.rowIndex;
        result.cutBy ??= isFull ? 'size' : 'cap';
        if (result.lines > 0 || !source.room?.measuresRest) return false;
      }
      meter?.add(unit.textBytes);
      result.measured += unit.rows;
      // A person is told what all of these rows may cost, so the rest is measured, too.
      if (result.cutAt !== null) return true;
      result.sizeBytes += unit.sizeBytes;
      result.estimatedTokens += Math.ceil(unit.textBytes / BYTES_PER_TOKEN) + REQUEST_TOKENS;
      result.lines += 1;
      result.rows += unit.rows;
      if (unit.members) result.packs?.set(unit.rowIndex, unit.members);
      this.text += unit.line;
      return true;
    },
  };
}

function note(result: RenderedLines['result'], meter: CeilingMeter | null): void {
  if (meter) Object.assign(result, meter.read());
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
