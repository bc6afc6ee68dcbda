import 'server-only';
import { columnNames } from '#lib/datasets/column-names.ts';
import { AppError } from '#lib/errors.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { labelGuide } from '#lib/templates/label-guide.ts';
import { columnsUsed } from '#lib/templates/render.ts';
import { type Piece, renderPieces } from '#lib/templates/render-pieces.ts';
import { Output, Parameters, Prompt } from '#lib/templates/schema.ts';
import { readCells } from './read-cells.ts';
import { requestHash } from './request-hash.ts';

const FIRST_ROWS = 3;
const ANSWERED_ROWS = 5;
/** The newest runs that asked the very same of the same rows. */
const MAX_RUNS = 5;

/** A row of a run before it is launched: what is sent for it, and the answer it got where the same was asked before. */
export type SampleRow = {
  rowIndex: number;
  /** Null for a row that grows too large to be sent. */
  sent: { system: Piece[] | null; user: Piece[] } | null;
  answered: { runId: string; outputs: string[] } | null;
};

/**
 * What a lead looks at before a launch: rows that were answered under the very same question, or else the first ones.
 * @throws AppError `not_found`.
 */
export async function listSampleRows(db: Db, workspaceId: string, runId: string): Promise<SampleRow[]> {
  const run = await db.run.findFirst({
    where: { id: runId, workspaceId },
    include: {
      dataset: { select: { columns: true } },
      connection: { select: { kind: true, baseUrl: true, fromEnvironment: true } },
    },
  });
  if (!run) throw new AppError('not_found', 'This run does not exist.');
  const [prompt, columns] = [Prompt.parse(run.prompt), columnNames(run.dataset.columns)];
  const output = Output.parse(run.output);
  // Rows that are tried are asked alone, whether or not they will share a request.
  const alone = { ...run, prompt, output, parameters: Parameters.parse(run.parameters), columns, rowsPerRequest: 1 };
  const answers = await findAnswers(db, { ...run, hashes: [run.requestHash ?? '', requestHash(alone)] });
  const count = Math.min(FIRST_ROWS, run.rowCount);
  const rowIndexes = answers.size > 0 ? [...answers.keys()] : Array.from({ length: count }, (_, index) => index);
  const places = columnsUsed(prompt, columns).map((column) => columns.indexOf(column));
  const rows = await readCells(run.datasetId, rowIndexes, places);
  const guide = labelGuide(output);
  return rows.map(([rowIndex, ...cells]) => {
    const values = columns.map(() => '');
    for (const [index, place] of places.entries()) values[place] = cells[index] ?? '';
    const sent = renderOrNull(() => renderPieces(prompt, columns, values, guide));
    return { rowIndex, sent, answered: answers.get(rowIndex) ?? null };
  });
}

type Asking = { id: string; workspaceId: string; datasetId: string; hashes: string[]; rowCount: number };

/** Rows of this sheet that were sent with the same question, to the same model at the same place; of several answers the newest run's. */
async function findAnswers(
  db: Db,
  { id, workspaceId, datasetId, hashes, rowCount }: Asking,
): Promise<Map<number, { runId: string; outputs: string[] }>> {
  const runs = await db.run.findMany({
    where: {
      ...{ workspaceId, datasetId, requestHash: { in: hashes }, id: { not: id }, plannedAt: { not: null } },
      counters: { some: { status: 'succeeded', count: { gt: 0 } } },
    },
    select: { id: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MAX_RUNS,
  });
  const answers = new Map<number, { runId: string; outputs: string[] }>();
  for (const { id: runId } of runs) {
    const items = await db.item.findMany({
      where: { runId, status: 'succeeded', sameAs: null, reusedRunId: null, rowIndex: { lt: rowCount } },
      select: { rowIndex: true, outputs: true },
      orderBy: { rowIndex: 'asc' },
      take: ANSWERED_ROWS,
    });
    for (const { rowIndex, outputs } of items)
      if (answers.size < ANSWERED_ROWS && !answers.has(rowIndex)) answers.set(rowIndex, { runId, outputs });
  }
  return new Map([...answers].toSorted(([a], [b]) => a - b));
}

function renderOrNull<T>(render: () => T): T | null {
  try {
    return render();
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_large') return null;
    throw error;
  }
}
