import 'server-only';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { DatasetRow } from '#lib/datasets/schema.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { requireDataset } from './dataset-queries.ts';

/**
 * Streams rows, as made by `CopyRows`, into dataset_row over COPY, at the pace of the database. When `blocks` throws, COPY is
 * called off, and its error is the one thrown here; the caller's transaction then rolls back.
 */
export async function copyRows(connection: PoolClient, blocks: AsyncIterable<Buffer>): Promise<void> {
  const copy = connection.query(copyFrom('copy dataset_row ("datasetId", "rowIndex", "values") from stdin'));
  await pipeline(blocks, copy);
}

/** Collects rows in the text format of COPY: one line a row, its cells as an array literal. */
export class CopyRows {
  readonly #prefix: string;
  #text = '';
  #rowIndex = 0;

  constructor(datasetId: string) {
    this.#prefix = `${datasetId}\t`;
  }

  add(cells: readonly string[]): void {
    const joined = cells.join('","');
    // Most rows need no escaping: then the joined cells hold exactly the quotes that joining put there.
    const literal = NEEDS_ESCAPE.test(joined) || hasQuote(cells, joined) ? cells.map(escapeCell).join('","') : joined;
    this.#text += `${this.#prefix}${this.#rowIndex}\t{"${literal}"}\n`;
    this.#rowIndex += 1;
  }

  get sizeCharacters(): number {
    return this.#text.length;
  }

  /** The rows collected since the last time, as bytes for COPY. */
  take(): Buffer {
    const bytes = Buffer.from(this.#text);
    this.#text = '';
    return bytes;
  }
}

const NEEDS_ESCAPE = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = {
  // Once for the array literal, and each of those once more for COPY.
  '\\': '\\\\\\\\',
  '"': '\\\\"',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};

function escapeCell(cell: string): string {
  return cell.replace(/[\\"\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}

function hasQuote(cells: readonly string[], joined: string): boolean {
  // With one cell, joining adds no quote; with more, looking at each cell is cheaper than counting.
  return cells.length === 1 ? joined.includes('"') : cells.some((cell) => cell.includes('"'));
}

/** What COPY cannot give back: the dataset's own row, written in the same transaction as its rows. */
export async function insertDataset(
  connection: PoolClient,
  dataset: {
    id: string;
    workspaceId: string;
    name: string;
    columns: unknown;
    encoding: string;
    delimiter: string;
    hasHeader: boolean;
    rowCount: number;
    sizeBytes: number;
    sha256: string;
    notes: unknown;
    isSample: boolean;
    createdById: string | null;
  },
): Promise<void> {
  await connection.query(
    `insert into dataset ("id", "workspaceId", "name", "columns", "encoding", "delimiter", "hasHeader", "rowCount",
       "sizeBytes", "sha256", "notes", "isSample", "createdById")
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      dataset.id,
      dataset.workspaceId,
      dataset.name,
      JSON.stringify(dataset.columns),
      dataset.encoding,
      dataset.delimiter,
      dataset.hasHeader,
      dataset.rowCount,
      dataset.sizeBytes,
      dataset.sha256,
      JSON.stringify(dataset.notes),
      dataset.isSample,
      dataset.createdById,
    ],
  );
}

/** A page of rows, in file order, after row `after`. @throws AppError `not_found`. */
export async function listRows(
  db: Db,
  workspaceId: string,
  datasetId: string,
  page: { after?: number | undefined; limit: number },
): Promise<{ data: DatasetRow[]; nextAfter: number | null }> {
  await requireDataset(db, workspaceId, datasetId);
  const rows = await db.datasetRow.findMany({
    where: { datasetId, rowIndex: { gt: page.after ?? -1 } },
    select: { rowIndex: true, values: true },
    orderBy: { rowIndex: 'asc' },
    take: page.limit + 1,
  });
  const data = rows.slice(0, page.limit);
  return { data, nextAfter: rows.length > page.limit ? (data.at(-1)?.rowIndex ?? null) : null };
}
