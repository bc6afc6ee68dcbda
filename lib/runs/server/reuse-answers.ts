import 'server-only';
import type { PicoUsd } from '#lib/money.ts';
import { type Db, db, type Tx } from '#lib/platform/db/client.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import { hashedRows, type RequestSource } from './same-requests.ts';

/** So many of the newest runs that asked the same are looked through. */
const MAX_RUNS = 20;

/** A run that may take answers: `requestHash` names what else asked the same of the same model. `id` is null before it exists. */
export type ReusingRun = RequestSource & { id: string | null; workspaceId: string; requestHash: string };

/** Rows that were answered before, how many requests they are, and what those cost then; null where that is not known. */
export type Reusable = { rows: number; requests: number; picoUsd: PicoUsd | null };

/** What was answered before, as common table expressions: `asked` are the run's rows, `best` the newest answer to each request. */
type Earlier = { runIds: string[]; tables: Prisma.Sql };

/** Null when nothing was. Only rows that were sent themselves are taken from: what they cost is known, and where they come from. */
async function findEarlier(db: Db, run: ReusingRun): Promise<Earlier | null> {
  const { workspaceId, requestHash } = run;
  const runs = await db.run.findMany({
    where: {
      ...{ workspaceId, requestHash, plannedAt: { not: null } },
      ...(run.id !== null && { id: { not: run.id } }),
      counters: { some: { status: 'succeeded', count: { gt: 0 } } },
    },
    select: { id: true, datasetId: true, rowCount: true, prompt: true, pickedRows: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MAX_RUNS,
  });
  if (runs.length === 0) return null;
  const answered = await Promise.all(
    runs.map(
      async (earlier, age) => Prisma.sql`
        select ${age}::int as age, h.request, i."runId", i."rowIndex", i."costPicoUsd" from "item" i
        join (${await hashedRows(db, earlier)}) h on h.row = i."rowIndex"
        where i."runId" = ${earlier.id} and i."status" = 'succeeded' and i."sameAs" is null and i."reusedRunId" is null`,
    ),
  );
  const tables = Prisma.sql`asked as materialized (${await hashedRows(db, run)}),
    best as materialized (
      select distinct on (request) request, "runId", "rowIndex", "costPicoUsd"
      from (${Prisma.join(answered, ' union all ')}) e order by request, age, "rowIndex"
    )`;
  return { runIds: runs.map(({ id }) => id), tables };
}

/**
 * Before its statistics know a run, the database may take its rows for few and compare all with all; without nested loops it
 * cannot.
 */
async function withoutLoops<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await tx.$queryRaw`select set_config('enable_nestloop', 'off', true)`;
  const result = await work();
  await tx.$queryRaw`select set_config('enable_nestloop', 'on', true)`;
  return result;
}

/** What a run could take from earlier ones, and the hashed rows that are left to be sent; null when there is nothing. */
export async function findReusable(run: ReusingRun): Promise<Reusable | null> {
  return db().$transaction(async (tx) => {
    const earlier = await findEarlier(tx, run);
    if (!earlier) return null;
    const [found] = await withoutLoops(
      tx,
      () => tx.$queryRaw<{ rows: number; requests: number; cost: string | null }[]>`
        with ${earlier.tables},
        matched as (select b.request, b."costPicoUsd" as cost, count(*) as n from asked a join best b on b.request = a.request group by 1, 2)
        select coalesce(sum(n), 0)::int as "rows", count(*)::int as "requests", sum(cost)::text as "cost" from matched`,
    );
    if (!found || found.rows === 0) return null;
    return { rows: found.rows, requests: found.requests, picoUsd: found.cost === null ? null : BigInt(found.cost) };
  });
}

/**
 * Writes the items of the rows that were answered before, with their answers; nothing of it is sent. Returns how many, and what
 * sending each of them would have cost. The caller holds the run's lock; no row of it has an item yet.
 */
export async function insertReused(
  tx: Tx,
  run: ReusingRun & { id: string; maxAttempts: number },
): Promise<{ rows: number; picoUsd: PicoUsd | null }> {
  const earlier = await findEarlier(tx, run);
  if (!earlier) return { rows: 0, picoUsd: null };
  const [taken] = await withoutLoops(
    tx,
    () => tx.$queryRaw<{ rows: number; cost: string | null }[]>`
      with ${earlier.tables},
      matched as materialized (select a.row, b."runId", b."rowIndex", b."costPicoUsd" as cost from asked a join best b on b.request = a.request),
      inserted as (
        insert into "item" ("runId", "rowIndex", "status", "attemptsLeft", "outputs", "costPicoUsd", "realtimePicoUsd", "reusedRunId", "reusedRowIndex")
        select ${run.id}, m.row, 'succeeded', ${run.maxAttempts}::smallint, i."outputs", m.cost - m.cost, m.cost - m.cost, m."runId", m."rowIndex"
        from matched m join "item" i on i."runId" = m."runId" and i."rowIndex" = m."rowIndex" and i."runId" = any(${earlier.runIds}::text[])
        order by m.row
      )
      select count(*)::int as "rows", sum(cost)::text as "cost" from matched`,
  );
  return { rows: taken?.rows ?? 0, picoUsd: typeof taken?.cost === 'string' ? BigInt(taken.cost) : null };
}

/** Does something with the hashed rows of a run that are left once it took what it could. */
export async function withRowsLeft<T>(run: ReusingRun, work: (tx: Tx, rows: Prisma.Sql) => Promise<T>): Promise<T> {
  return db().$transaction(async (tx) => {
    const earlier = await findEarlier(tx, run);
    if (!earlier) return work(tx, await hashedRows(tx, run));
    const left = Prisma.sql`with ${earlier.tables}
      select a.row, a.request, a.size from asked a where not exists (select from best b where b.request = a.request)`;
    return withoutLoops(tx, () => work(tx, left));
  });
}

/** The hashed rows of a run that have no item yet. */
export async function rowsLeft(db: Db, run: RequestSource & { id: string }): Promise<Prisma.Sql> {
  return Prisma.sql`select h.row, h.request from (${await hashedRows(db, run)}) h
    where not exists (select from "item" i where i."runId" = ${run.id} and i."rowIndex" = h.row)`;
}
