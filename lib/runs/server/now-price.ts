import 'server-only';
import { columnNames } from '#lib/datasets/column-names.ts';
import { AppError } from '#lib/errors.ts';
import type { PicoUsd } from '#lib/money.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { ceilingMeter, requestCostsOf } from '#lib/runs/cost-ceiling.ts';
import { requestShape } from '#lib/runs/request-shape.ts';
import { labelGuide } from '#lib/templates/label-guide.ts';
import { compilePrompt } from '#lib/templates/render.ts';
import { Output, Prompt } from '#lib/templates/schema.ts';
import { open } from './open-items.ts';
import { readCells } from './read-cells.ts';

const PAGE_ROWS = 500;

type Asked = {
  datasetId: string;
  model: string;
  prompt: unknown;
  output: unknown;
  parameters: unknown;
  price: unknown;
};

/** Requests of a run that have no answer yet, by the row that is sent, at most `limit` of them and one more. */
export async function listLeftRows(db: Db, runId: string, limit: number): Promise<number[]> {
  const items = await db.item.findMany({
    where: { runId, sameAs: null, OR: [{ status: 'in_flight' }, { status: 'waiting', ...open }] },
    select: { rowIndex: true },
    orderBy: { rowIndex: 'asc' },
    take: limit + 1,
  });
  return items.map((item) => item.rowIndex);
}

/**
 * The most that asking for these rows one by one may cost: every byte of text counts as a token and every answer as long as it may be,
 * as under a cap. Null where the price or the longest answer is unknown.
 */
export async function nowCeiling(db: Db, run: Asked, rowIndexes: readonly number[]): Promise<PicoUsd | null> {
  const costs = requestCostsOf(run, { lane: 'standard' });
  if (!costs) return null;
  const dataset = await db.dataset.findUniqueOrThrow({ where: { id: run.datasetId }, select: { columns: true } });
  const columns = columnNames(dataset.columns);
  const prompt = compilePrompt(Prompt.parse(run.prompt), columns, labelGuide(Output.parse(run.output)));
  const places = prompt.usedColumns.map((column) => columns.indexOf(column));
  const schema = requestShape(run).jsonSchema;
  const schemaBytes = schema === null ? 0 : Buffer.byteLength(JSON.stringify(schema));
  const meter = ceilingMeter(costs, null);
  const values = columns.map(() => '');
  for (let start = 0; start < rowIndexes.length; start += PAGE_ROWS) {
    const rows = await readCells(run.datasetId, rowIndexes.slice(start, start + PAGE_ROWS), places);
    for (const [, ...cells] of rows) {
      for (const [index, place] of places.entries()) values[place] = cells[index] ?? '';
      const textBytes = bytesOf(() => prompt.render(values));
      if (textBytes !== null) meter.add(textBytes + schemaBytes);
    }
  }
  return meter.read().ceilingPicoUsd;
}

/** Null for a row that grows too large to be sent: it fails, and costs nothing. */
function bytesOf(render: () => { system?: string | undefined; user: string }): number | null {
  try {
    const { system = '', user } = render();
    return Buffer.byteLength(system) + Buffer.byteLength(user);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
