import 'server-only';
import { columnNames } from '#lib/datasets/column-names.ts';
import { usdString } from '#lib/money.ts';
import { type Db, db } from '#lib/platform/db/client.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import { checkDraft } from '#lib/runs/check-draft.ts';
import { isRunOver } from '#lib/runs/state.ts';
import type { TriedRow, Tries, Try } from '#lib/runs/try-schema.ts';
import { columnsUsed } from '#lib/templates/render.ts';
import { Prompt } from '#lib/templates/schema.ts';
import { checkInput } from './check-input.ts';
import { getDraft } from './draft-queries.ts';
import { asTried } from './start-try.ts';

const SHOWN_TRIES = 4;
const SHOWN_COLUMNS = 3;
const SHOWN_CHARS = 400;

const tried = {
  ...{ id: true, createdAt: true, status: true, model: true, prompt: true, requestHash: true, goldColumn: true },
  ...{ datasetId: true, price: true, rowsPerRequest: true },
  connection: { select: { kind: true } },
  dataset: { select: { columns: true } },
} as const satisfies Prisma.RunSelect;
type Tried = Prisma.RunGetPayload<{ select: typeof tried }>;

/** The last tries of a draft, newest first, and what all of them cost. @throws AppError `not_found`. */
export async function listTries(workspaceId: string, draftId: string): Promise<Tries> {
  const draft = await getDraft(workspaceId, draftId);
  const runs = await db().run.findMany({
    where: { workspaceId, triedDraftId: draftId },
    select: tried,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  if (runs.length === 0) return { tries: [], spentUsd: usdString(0n) };
  const check = checkDraft(draft.datasetId, draft.form);
  // A draft that is wrong by now would ask nothing.
  const ways = check.ok ? [asTried(check.input, false), asTried(check.input, true)] : [];
  const now = await Promise.all(ways.map((input) => checkInput(db(), workspaceId, input).catch(() => null)));
  const hashes = now.flatMap((frozen) => frozen?.requestHash ?? []);
  const spent = await db().batch.aggregate({
    where: { workspaceId, runId: { in: runs.map((run) => run.id) } },
    _sum: { costPicoUsd: true },
  });
  const shown = runs.slice(0, SHOWN_TRIES).map((run) => readTry(db(), run, hashes));
  return { tries: await Promise.all(shown), spentUsd: usdString(spent._sum.costPicoUsd ?? 0n) };
}

async function readTry(db: Db, run: Tried, currentHashes: readonly string[]): Promise<Try> {
  const names = columnNames(run.dataset.columns);
  const prompt = Prompt.parse(run.prompt);
  const columns = columnsUsed(prompt, names).slice(0, SHOWN_COLUMNS);
  const rows = await readRows(
    db,
    run,
    [...columns, run.goldColumn].map((name) => names.indexOf(name ?? '')),
  );
  const judged = rows.filter((row) => row.isRight !== null);
  const costs = rows.map((row) => row.costPicoUsd);
  return {
    ...{ id: run.id, at: run.createdAt.toISOString(), isOver: isRunOver(run.status), model: run.model, columns },
    ...{ simulated: run.connection.kind === 'sandbox', instruction: prompt.user.slice(0, SHOWN_CHARS) },
    isCurrent: run.requestHash !== null && currentHashes.includes(run.requestHash),
    rowsPerRequest: run.rowsPerRequest,
    rows: rows.map(({ costPicoUsd: _, ...row }) => row),
    answered: rows.filter((row) => row.status === 'succeeded').length,
    failed: rows.filter((row) => row.status === 'failed').length,
    right: judged.filter((row) => row.isRight).length,
    judged: judged.length,
    spentUsd: run.price === null ? null : usdString(costs.reduce<bigint>((sum, cost) => sum + (cost ?? 0n), 0n)),
  };
}

type Row = {
  rowIndex: number;
  cells: (string | null)[];
  status: TriedRow['status'];
  outputs: string[];
  error: string | null;
  tokens: number;
  costPicoUsd: bigint | null;
};

/** The last of the cells is the right answer. */
async function readRows(
  db: Db,
  run: Tried,
  places: readonly number[],
): Promise<(TriedRow & { costPicoUsd: bigint | null })[]> {
  const cells = places.map((place) => Prisma.sql`left(d."values"[${place + 1}::int], ${SHOWN_CHARS}::int)`);
  const rows = await db.$queryRaw<Row[]>`
    select i."rowIndex", array[${Prisma.join(cells)}]::text[] as "cells", i."status"::text as "status",
      array(select left(o, ${SHOWN_CHARS}::int) from unnest(i."outputs") o) as "outputs", i."errorMessage" as "error",
      i."inputTokens" + i."outputTokens" as "tokens", i."costPicoUsd"
    from "item" i join "dataset_row" d on d."datasetId" = ${run.datasetId} and d."rowIndex" = i."rowIndex"
    where i."runId" = ${run.id} order by i."rowIndex"`;
  return rows.map(({ cells: all, outputs, costPicoUsd, ...row }) => {
    const gold = run.goldColumn === null ? null : (all.at(-1) ?? '');
    const answer = row.status === 'succeeded' ? (outputs[0] ?? '') : null;
    return {
      ...row,
      cells: all.slice(0, -1).map((cell) => cell ?? ''),
      ...{ answer, gold, isRight: gold === null || answer === null ? null : isSame(answer, gold) },
      ...{ costPicoUsd, costUsd: costPicoUsd === null ? null : usdString(costPicoUsd) },
    };
  });
}

/** As a person compares: blanks around it and capitals do not make another answer. */
function isSame(answer: string, gold: string): boolean {
  return answer.trim().toLowerCase() === gold.trim().toLowerCase();
}

/** Null for a run that is no try, or else the draft it was made for, as long as that is there. */
export async function findTry(db: Db, workspaceId: string, runId: string): Promise<{ draftId: string | null } | null> {
  const run = await db.run.findFirst({
    where: { id: runId, workspaceId },
    select: { purpose: true, triedDraftId: true },
  });
  return run?.purpose === 'try' ? { draftId: run.triedDraftId } : null;
}
