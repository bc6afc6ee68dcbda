import 'server-only';
import { columnNames } from '#lib/datasets/column-names.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import { columnsUsed } from '#lib/templates/render.ts';
import { Prompt } from '#lib/templates/schema.ts';

/** What decides which of a run's rows ask the same: the cells its prompt uses. Everything else is the same in every request. */
export type RequestSource = { datasetId: string; rowCount: number; prompt: unknown; pickedRows?: readonly number[] };

/** Different requests, in the order of the first rows that ask them. */
export type Requests = {
  count: number;
  /** Of every so many requests, the first row that asks the first of them. */
  firstRows: number[];
};

type Asked = { text: Prisma.Sql; rows: Prisma.Sql };

/**
 * What a row asks, as text: cells that are equal make equal requests, for rendering looks at nothing else and draws no lots. The
 * text of an array says where each cell ends, so no two rows of different cells have one text. In the order of their columns'
 * names, so that two sheets with the same columns agree.
 */
async function readAsked(db: Db, { datasetId, rowCount, prompt, pickedRows = [] }: RequestSource): Promise<Asked> {
  const dataset = await db.dataset.findUniqueOrThrow({ where: { id: datasetId }, select: { columns: true } });
  const columns = columnNames(dataset.columns);
  const cells = columnsUsed(Prompt.parse(prompt), columns)
    .toSorted()
    .map((column) => Prisma.sql`coalesce("values"[${columns.indexOf(column) + 1}::int], '')`);
  const [first] = cells;
  const text =
    first && cells.length === 1 ? first : Prisma.sql`array[${first ? Prisma.join(cells) : Prisma.empty}]::text[]::text`;
  const picked =
    pickedRows.length > 0
      ? Prisma.sql`"rowIndex" = any(${[...pickedRows]}::int[])`
      : Prisma.sql`"rowIndex" < ${rowCount}::int`;
  return { text, rows: Prisma.sql`"dataset_row" where "datasetId" = ${datasetId} and ${picked}` };
}

/** Rows with a hash of what they ask that nobody can make another row have, and how long that is, as `row`, `request` and `size`. */
export async function hashedRows(db: Db, source: RequestSource): Promise<Prisma.Sql> {
  const { text, rows } = await readAsked(db, source);
  return Prisma.sql`select "rowIndex" as row, sha256(convert_to(${text}, 'UTF8')) as request, octet_length(${text}) as size from ${rows}`;
}

/** The same where each row is sent, so that nothing has to be told apart. */
export async function measuredRows(db: Db, source: RequestSource): Promise<Prisma.Sql> {
  const { text, rows } = await readAsked(db, source);
  return Prisma.sql`select "rowIndex" as row, null as request, octet_length(${text}) as size from ${rows}`;
}

/** Whether two rows may ask the same, by a hash that costs little: most sheets have no such rows and are done with this. */
export async function mayRepeat(db: Db, source: RequestSource): Promise<boolean> {
  const { text, rows } = await readAsked(db, source);
  const [found] = await db.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from (select from ${rows} group by hashtextextended(${text}, 0)) g`;
  return found?.count !== source.rowCount;
}

type Step = { every: number } | { most: number };

/** The requests of a run that sends each one once, or null where every row asks something else. */
export async function findRequests(db: Db, source: RequestSource, step: Step): Promise<Requests | null> {
  if (!(await mayRepeat(db, source))) return null;
  const requests = await placeRequests(db, await hashedRows(db, source), { step, dedupe: true });
  return requests.count < source.rowCount ? requests : null;
}

/**
 * The requests of some hashed rows. `step` picks the rows in `firstRows`: of every so many, or of all, evenly, so many at most.
 * Without `dedupe` each row is a request of its own.
 */
export async function placeRequests(
  db: Db,
  rows: Prisma.Sql,
  { step, dedupe }: { step: Step; dedupe: boolean },
): Promise<Requests> {
  const every =
    'every' in step
      ? Prisma.sql`${step.every}::int`
      : Prisma.sql`greatest(1, ((count(*) over ()) + ${step.most - 1}::int) / ${step.most}::int)`;
  const leaders = dedupe
    ? Prisma.sql`select min(row) as row from hashed group by request`
    : Prisma.sql`select row from hashed`;
  const [found] = await db.$queryRaw<Requests[]>`
    with hashed as (${rows}),
    leader as (${leaders}),
    placed as (select row, (row_number() over (order by row) - 1) % ${every} = 0 as is_first from leader)
    select count(*)::int as "count", coalesce(json_agg(row order by row) filter (where is_first), '[]') as "firstRows" from placed`;
  if (!found) throw new Error('A count has one row.');
  return found;
}

type PlannedRun = RequestSource & { id: string; maxAttempts: number; dedupe: boolean };

/**
 * Writes items of hashed rows of a run, which have none yet, and sends each request once: the rows that ask the same as an
 * earlier one follow it into its batch. `firstRows` has the first row of each batch.
 */
export async function insertGroups(
  tx: Db,
  run: PlannedRun,
  rows: Prisma.Sql,
  batches: { ids: readonly string[]; firstRows: readonly number[] },
): Promise<void> {
  // Sorted, not joined to its own groups: before its statistics know a dataset, the database may take its rows for few, and
  // compare every row with every group.
  const leader = run.dedupe ? Prisma.sql`min(row) over (partition by request)` : Prisma.sql`row`;
  await tx.$executeRaw`
    with hashed as (${rows}), led as (select row, ${leader} as leader from hashed)
    insert into "item" ("runId", "rowIndex", "status", "attemptsLeft", "batchId", "sameAs")
    select ${run.id}, row, 'in_flight', ${run.maxAttempts}::smallint,
      (${[...batches.ids]}::text[])[width_bucket(leader, ${[...batches.firstRows]}::int[])], nullif(leader, row)
    from led order by row`;
}

/** These rows and all that share a request with one of them. */
export async function wholeGroups(tx: Db, runId: string, rows: readonly number[]): Promise<number[]> {
  const found = await tx.$queryRaw<{ rowIndex: number }[]>`
    with leader as (select coalesce("sameAs", "rowIndex") as row from "item" where "runId" = ${runId} and "rowIndex" = any(${[...rows]}::int[]))
    select row as "rowIndex" from leader
    union
    select "rowIndex" from "item" where "runId" = ${runId} and "sameAs" is not null and "sameAs" = any(array(select row from leader))`;
  return found.map(({ rowIndex }) => rowIndex);
}
