import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';
import { samplePositions } from '#lib/pricing/estimate.ts';
import { encodingFor, loadTokenCounter } from '#lib/pricing/tokens.ts';
import { Parameters, type Question } from '#lib/templates/schema.ts';
import { countRowTokens } from './row-tokens.ts';

/** The newest runs of a question are looked at, and so many rows of each. */
const MAX_RUNS = 5;
const MAX_ROWS_OF_RUN = 1_000;
/** Counting is the dear part; so many rows tell how a provider counts. */
const MAX_RECOUNTED_ROWS = 200;

/** What rows of this question were billed before, by the model that answered. */
export type AnswerHistory = {
  rows: { outputTokens: number }[];
  /** Input tokens of the same requests, as the provider billed them and as they are counted here. Null: not comparable. */
  input: { billed: number; counted: number } | null;
};

export type Asked = Question & { workspaceId: string; connectionId: string };

/**
 * What this workspace paid before for exactly this question, by model; nothing for a model that was never asked it. A
 * simulated provider's answers say nothing of a real one's, so only runs of the same kind of connection count.
 */
export async function listAnswerHistories(db: Db, asked: Asked, model?: string): Promise<Map<string, AnswerHistory>> {
  const { workspaceId, connectionId, prompt, output, parameters } = asked;
  const connection = await db.connection.findFirst({
    where: { id: connectionId, workspaceId },
    select: { kind: true },
  });
  if (!connection) return new Map();
  const runs = await db.run.findMany({
    where: {
      // What a row took that was asked together with others says nothing of one that is asked alone.
      ...{ workspaceId, connection, plannedAt: { not: null }, rowsPerRequest: 1 },
      ...{ prompt: { equals: prompt }, output: { equals: output } },
      ...(model !== undefined && { model }),
    },
    select: { id: true, model: true, datasetId: true, rowCount: true, pickedRows: true, parameters: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MAX_RUNS,
  });
  const histories = new Map<string, AnswerHistory>();
  for (const run of runs.filter((run) => answersAlike(Parameters.parse(run.parameters), parameters))) {
    const history = histories.get(run.model) ?? { rows: [], input: null };
    const rows = await listPaidRows(db, run);
    history.rows.push(...rows);
    history.input ??= await recount(run, asked, rows);
    histories.set(run.model, history);
  }
  return histories;
}

/** What makes answers longer or shorter; the temperature does not. */
function answersAlike(a: Question['parameters'], b: Question['parameters']): boolean {
  return a.reasoningEffort === b.reasoningEffort && a.maxOutputTokens === b.maxOutputTokens;
}

type PaidRow = { rowIndex: number; attempts: number; inputTokens: number; outputTokens: number };

type PastRun = { id: string; rowCount: number; pickedRows: number[] };

/** Settled rows that were billed, evenly spread; those that failed for good cost something, too. */
async function listPaidRows(db: Db, run: PastRun): Promise<PaidRow[]> {
  const items = await db.item.findMany({
    where: {
      runId: run.id,
      rowIndex: { in: run.pickedRows.length > 0 ? run.pickedRows : samplePositions(run.rowCount, MAX_ROWS_OF_RUN) },
    },
    select: { rowIndex: true, attempts: true, inputTokens: true, outputTokens: true, status: true },
    orderBy: { rowIndex: 'asc' },
  });
  return items.filter(({ status, inputTokens }) => inputTokens > 0 && (status === 'succeeded' || status === 'failed'));
}

/** The same requests counted here: how far a provider's own count lies from ours, schema and overhead included. */
async function recount(
  run: { datasetId: string; model: string },
  { prompt, output }: Question,
  rows: readonly PaidRow[],
): Promise<AnswerHistory['input']> {
  const once = rows.filter((row) => row.attempts === 1);
  const picked = samplePositions(once.length, MAX_RECOUNTED_ROWS).flatMap((index) => once[index] ?? []);
  if (picked.length === 0) return null;
  const indexes = picked.map((row) => row.rowIndex);
  const counter = await loadTokenCounter(encodingFor(run.model));
  const counted = await countRowTokens({ datasetId: run.datasetId, prompt, output }, indexes, counter);
  if (counted.length !== picked.length) return null;
  const sum = (tokens: readonly number[]) => tokens.reduce((total, one) => total + one, 0);
  return { billed: sum(picked.map((row) => row.inputTokens)), counted: sum(counted) };
}
