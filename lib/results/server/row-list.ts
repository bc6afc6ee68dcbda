import { MAX_LISTED_ROWS, MAX_SORTED_ROWS } from '#lib/results/limits.ts';
import { isInSheetOrder } from '#lib/results/plain-query.ts';
import 'server-only';
import type { PoolClient } from 'pg';
import { AppError } from '#lib/errors.ts';
import { formatCount } from '#lib/format.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import type { RunStatus } from '#lib/platform/db/generated/enums.ts';
import { withTransaction } from '#lib/platform/db/pool.ts';
import { Turnstile } from '#lib/platform/db/turnstile.ts';
import type { RowListQuery } from '#lib/results/schema.ts';
import { hasStatus } from '#lib/runs/server/open-items.ts';
import { unplannedStatusOf } from './result-queries.ts';

/**
 * Which rows a view of the grid shows, as bare row numbers: with them the browser has a filtered or sorted sheet of any
 * length under its hands. One of the few modules that speak SQL.
 */

/** After so long an answer goes out with what was found, and says where to go on. */
const BUDGET_MS = 80;
/** So much of a sheet is searched by one statement; cells are read and put into small letters, some 50 MB a second. */
const SEARCHED_BYTES = 2_000_000;
const FIRST_LOOK_ROWS = 100_000;
const FASTER_MS = 60;

/** One reader at a time may let PostgreSQL look at every row of a long sheet; a few together must not take all connections. */
const turnstile = new Turnstile({
  places: 4,
  waitMs: 20_000,
  refusal: 'Several people are searching or sorting large sheets at once. Try again in a moment.',
});

const SETTINGS = `set local jit = off; set local work_mem = '64MB'; set local statement_timeout = '60s'`;

/** `rows` are rowIndexes as 32-bit integers, little-endian; `nextFrom` is null when every row was looked at. */
export type RowList = { rows: Buffer; nextFrom: number | null };

const NOTHING: RowList = { rows: Buffer.alloc(0), nextFrom: null };

type ListedRun = { id: string; datasetId: string; rowCount: number; meanRowBytes: number };

/**
 * The next rows that match, found in about BUDGET_MS. A sorted list comes whole.
 * @throws AppError `not_found`; `invalid` when the sheet is too long to be sorted.
 */
export async function listMatches(db: Db, workspaceId: string, runId: string, query: RowListQuery): Promise<RowList> {
  const run = await db.run.findFirst({
    where: { id: runId, workspaceId },
    select: {
      ...{ id: true, datasetId: true, rowCount: true, status: true, plannedAt: true },
      dataset: { select: { sizeBytes: true, rowCount: true } },
    },
  });
  if (!run) throw new AppError('not_found', 'This run does not exist.');
  if (!isInSheetOrder(query) && run.rowCount > MAX_SORTED_ROWS) throw tooLongToSort(run.rowCount);
  if (!run.plannedAt && query.q === '') return unplannedRows(run, query);
  const { dataset } = run;
  const listed = { ...run, meanRowBytes: Number(dataset.sizeBytes) / Math.max(1, dataset.rowCount) };
  if (!run.plannedAt && isNowhere(run.status, query)) return NOTHING;
  const asked = run.plannedAt ? query : { ...query, status: undefined };
  const leave = await turnstile.enter();
  try {
    return await withTransaction(async (connection) => {
      await connection.query(SETTINGS);
      return isInSheetOrder(asked) ? lookThrough(connection, listed, asked) : sortAll(connection, listed, asked);
    });
  } finally {
    leave();
  }
}

/** Before a run is planned there are no items: every row has the same state, and none an answer. */
function isNowhere(status: RunStatus, query: RowListQuery): boolean {
  const unplanned = unplannedStatusOf(status);
  return (
    query.answer !== undefined ||
    query.cause !== undefined ||
    (query.status !== undefined && query.status !== unplanned)
  );
}

function unplannedRows(run: { rowCount: number; status: RunStatus }, query: RowListQuery): RowList {
  if (isNowhere(run.status, query)) return NOTHING;
  const count = Math.min(run.rowCount, MAX_LISTED_ROWS);
  const isBackwards = query.sort === 'row' && query.desc;
  const rows = Int32Array.from({ length: count }, (_, place) => (isBackwards ? run.rowCount - 1 - place : place));
  return { rows: Buffer.from(rows.buffer), nextFrom: null };
}

async function lookThrough(connection: PoolClient, run: ListedRun, query: RowListQuery): Promise<RowList> {
  const startedAt = performance.now();
  const parts: Buffer[] = [];
  let found = 0;
  let from = query.from;
  let size =
    query.q === '' ? FIRST_LOOK_ROWS : Math.max(50, Math.floor(SEARCHED_BYTES / Math.max(1, run.meanRowBytes)));
  while (from < run.rowCount && found < MAX_LISTED_ROWS) {
    const to = Math.min(run.rowCount, from + size);
    const lookedAt = performance.now();
    const rows = await readIndexes(connection, matching(run, query, { from, to }), Prisma.sql`r`);
    const now = performance.now();
    parts.push(rows);
    found += rows.length / 4;
    from = to;
    if (now - startedAt > BUDGET_MS) break;
    if (now - lookedAt < FASTER_MS) size *= 2;
  }
  const isAll = from >= run.rowCount || found >= MAX_LISTED_ROWS;
  return { rows: Buffer.concat(parts), nextFrom: isAll ? null : from };
}

async function sortAll(connection: PoolClient, run: ListedRun, query: RowListQuery): Promise<RowList> {
  const direction = Prisma.raw(query.desc ? 'desc' : 'asc');
  const order = query.sort === 'row' ? Prisma.sql`r ${direction}` : Prisma.sql`k ${direction} nulls last, r`;
  const rows = await readIndexes(connection, matching(run, query, { from: 0, to: run.rowCount }), order);
  return { rows, nextFrom: null };
}

/** Rows `r` of a stretch of the sheet that match, with what they are sorted by as `k`. */
function matching(run: ListedRun, query: RowListQuery, { from, to }: { from: number; to: number }): Prisma.Sql {
  const conditions = [
    ...(query.status ? [hasStatus(query.status)] : []),
    ...(query.cause ? [Prisma.sql`${hasStatus('failed')} and i."cause" = ${query.cause}`] : []),
    ...(query.answer === undefined
      ? []
      : [Prisma.sql`i."status" = 'succeeded' and i."outputs"[${query.column + 1}::int] = ${query.answer}`]),
    ...(query.q === '' ? [] : [holds(query.q)]),
  ];
  const also = conditions.length > 0 ? Prisma.sql`and ${Prisma.join(conditions, ' and ')}` : Prisma.empty;
  if (query.q === '') {
    return Prisma.sql`select i."rowIndex" as r, ${sortKey(query)} as k from "item" i
      where i."runId" = ${run.id} and i."rowIndex" >= ${from} and i."rowIndex" < ${to} ${also}`;
  }
  return Prisma.sql`select d."rowIndex" as r, ${sortKey(query)} as k from "dataset_row" d
    left join "item" i on i."runId" = ${run.id} and i."rowIndex" = d."rowIndex"
      and i."rowIndex" >= ${from} and i."rowIndex" < ${to}
    where d."datasetId" = ${run.datasetId} and d."rowIndex" >= ${from} and d."rowIndex" < ${to} ${also}`;
}

/** Cells and answers, without regard to small and capital letters. A match never reaches from one cell into the next. */
function holds(text: string): Prisma.Sql {
  const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return Prisma.sql`(array_to_string(d."values", e'\\x1f') ilike ${pattern} or array_to_string(i."outputs", e'\\x1f') ilike ${pattern})`;
}

function sortKey({ sort, column }: RowListQuery): Prisma.Sql {
  if (sort === 'cost') return Prisma.sql`i."costPicoUsd"`;
  if (sort === 'tokens') return Prisma.sql`nullif(i."inputTokens" + i."outputTokens", 0)`;
  // By their beginnings: nobody reads further when looking for a place in an order.
  if (sort === 'answer') return Prisma.sql`lower(left(i."outputs"[${column + 1}::int], 100)) collate "C"`;
  return Prisma.sql`null::int`;
}

async function readIndexes(connection: PoolClient, matches: Prisma.Sql, order: Prisma.Sql): Promise<Buffer> {
  const sql = Prisma.sql`select string_agg(int4send(r), ''::bytea order by ${order}) as rows from (${matches}) m`;
  const { rows } = await connection.query<{ rows: Buffer | null }>({ text: sql.text, values: [...sql.values] });
  return rows[0]?.rows?.swap32() ?? Buffer.alloc(0);
}

function tooLongToSort(rowCount: number): AppError {
  return new AppError(
    'invalid',
    `This sheet has ${formatCount(rowCount)} rows, and up to ${formatCount(MAX_SORTED_ROWS)} can be sorted here. Download it and sort the file, or narrow the rows down by state or answer.`,
  );
}
