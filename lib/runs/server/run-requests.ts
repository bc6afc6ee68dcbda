import 'server-only';
import { type Db, db } from '#lib/platform/db/client.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import { samplePositions } from '#lib/pricing/estimate.ts';
import { findReusable, type ReusingRun, withRowsLeft } from './reuse-answers.ts';
import { findRequests, hashedRows, mayRepeat, measuredRows, placeRequests, type Requests } from './same-requests.ts';

/** What decides which requests a run sends. */
export type RequestingRun = {
  datasetId: string;
  prompt: unknown;
  rowCount: number;
  /** Rows that ask the same are sent once. */
  dedupe: boolean;
  /** Where it takes answers from instead of sending its rows; none where it sends all of them. */
  reusing?: ReusingRun | undefined;
};

export type PlacedRequests = { requests: Requests; reusedRows: number };

/** How many requests a run sends, and the first rows of so many of them, evenly spread: of all where there are fewer. */
export async function placeRunRequests(run: RequestingRun, most: number): Promise<PlacedRequests> {
  const { dedupe, reusing, rowCount } = run;
  const step = { most };
  const reusable = reusing ? await findReusable(reusing) : null;
  if (reusing && reusable) {
    const requests = await withRowsLeft(reusing, (tx, rows) => placeRequests(tx, rows, { step, dedupe }));
    return { requests, reusedRows: reusable.rows };
  }
  const requests = dedupe ? await findRequests(db(), run, step) : null;
  return { requests: requests ?? { count: rowCount, firstRows: samplePositions(rowCount, most) }, reusedRows: 0 };
}

/** Requests of about the same length from one part of the sheet, and the rows of those that are to be counted for all of them. */
export type Stratum = { requests: number; rows: number[] };

/** The sheet is looked at in so many parts: many grow or change from top to bottom. */
const PARTS = 16;
/** Fewer requests of a stratum say nothing of how unlike they are. */
const LEAST_OF_STRATUM = 16;
/** Of the hashes that say which rows of a stratum are counted. */
const HASHES = 2 ** 31;

/**
 * About `most` requests of a run that has more, picked so that they tell much about all: its requests are sorted into strata, by length
 * (each class twice as long as the one before) and by part of the sheet. A stratum is counted in proportion to the text it holds,
 * so that few long rows, which cost the most and differ the most, are looked at more closely than many short ones; which of its
 * requests are taken, a hash of their place says: always the same ones, and no sorting of millions.
 */
export async function stratifyRequests(run: RequestingRun, most: number): Promise<Stratum[]> {
  const { dedupe, reusing, rowCount } = run;
  if (reusing && (await findReusable(reusing)))
    return withRowsLeft(reusing, (tx, rows) => pickStrata(tx, rows, { most, dedupe, rowCount }));
  const isSentOnce = dedupe && (await mayRepeat(db(), run));
  const rows = isSentOnce ? await hashedRows(db(), run) : await measuredRows(db(), run);
  return pickStrata(db(), rows, { most, dedupe: isSentOnce, rowCount });
}

type Picking = { most: number; dedupe: boolean; rowCount: number };

async function pickStrata(db: Db, rows: Prisma.Sql, { most, dedupe, rowCount }: Picking): Promise<Stratum[]> {
  const leaders = dedupe
    ? Prisma.sql`select min(row) as row, min(size) as size from measured group by request`
    : Prisma.sql`select row, size from measured`;
  return db.$queryRaw<Stratum[]>`
    with measured as (${rows}),
    leader as (${leaders}),
    sorted as materialized (
      select row, ceil(ln((size + 2)::float8) / ln(2::float8))::int as class, (row::bigint * ${PARTS}::int / ${rowCount}::int)::int as part
      from leader
    ),
    stratum as (select class, part, count(*) as total, min(row) as first from sorted group by class, part),
    rated as (
      select *, least(total, greatest(${LEAST_OF_STRATUM}::int,
        ceil(${most}::int * total * power(2, class) / sum(total * power(2, class)) over ())))::bigint as quota
      from stratum
    )
    select max(r.total)::int as "requests", json_agg(s.row order by s.row) as "rows"
    from sorted s join rated r on r.class = s.class and r.part = s.part
    where (hashint4(s.row) & ${HASHES - 1}::int)::bigint * r.total < r.quota * ${HASHES}::bigint or s.row = r.first
    group by r.class, r.part`;
}
