import 'server-only';
import { recordAudit } from '#lib/auth/server/audit.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { parseUsd } from '#lib/money.ts';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { enqueue } from '#lib/platform/queue/queue.ts';
import { samplePositions } from '#lib/pricing/estimate.ts';
import { checkDraft } from '#lib/runs/check-draft.ts';
import type { RunEstimate } from '#lib/runs/run-estimate.ts';
import type { RunInput } from '#lib/runs/schema.ts';
import type { TryOffer, TryRows } from '#lib/runs/try-schema.ts';
import { checkInput } from './check-input.ts';
import { insertRun } from './create-run.ts';
import { getDraft, lockDraft, requireVersion } from './draft-queries.ts';
import { estimateRows } from './estimate-run.ts';
import { findObjection } from './launch-rules.ts';
import type { DraftVersion } from './price-draft.ts';
import { addRunEvent } from './run-events.ts';
import { moveRun } from './run-queries.ts';

type Asked = DraftVersion & TryRows;

/**
 * What trying rows of a draft would send and cost; nothing is sent by asking for it.
 * @throws AppError `not_found`, `invalid` with issues by path, or `conflict` when the draft is another version by now.
 */
export async function offerTry(workspaceId: string, asked: Asked): Promise<TryOffer> {
  const { frozen, picked, connection, estimate } = await prepare(workspaceId, asked);
  return {
    ...{ rows: picked.length, model: frozen.model, connection: connection.name },
    simulated: connection.kind === 'sandbox',
    aboutUsd: estimate.cost?.expectedUsd ?? null,
  };
}

async function prepare(workspaceId: string, { draftId, version, rows, from, together = false }: Asked) {
  const draft = await getDraft(workspaceId, draftId);
  requireVersion({ version: draft.version, run: null }, version);
  const check = checkDraft(draft.datasetId, draft.form);
  if (!check.ok) throw new AppError('invalid', check.issues[0]?.message ?? 'Something is missing.', check);
  const frozen = await checkInput(db(), workspaceId, asTried(check.input, together));
  const count = Math.min(rows, frozen.rowCount);
  const picked = from === 'top' ? Array.from({ length: count }, (_, n) => n) : samplePositions(frozen.rowCount, count);
  const connection = await db().connection.findUniqueOrThrow({
    where: { id: frozen.connectionId },
    select: { name: true, kind: true },
  });
  return { frozen, picked, connection, estimate: await estimateTry(workspaceId, frozen, picked) };
}

/**
 * Nothing is due for rows that are tried. They are asked alone, and so their answers are those of a run that asks rows alone; or as
 * many together as the draft would ask.
 */
export function asTried(input: RunInput, together: boolean): RunInput {
  const { deadlineAt: _, ...rest } = input;
  return together ? rest : { ...rest, rowsPerRequest: 1 };
}

type Frozen = Awaited<ReturnType<typeof checkInput>>;

/** At the real-time price, which is what these rows cost. */
async function estimateTry(workspaceId: string, frozen: Frozen, picked: readonly number[]): Promise<RunEstimate> {
  const estimate = await estimateRows(workspaceId, frozen, picked);
  const realtimeUsd = estimate.cost?.realtimeUsd;
  if (realtimeUsd === undefined) return estimate;
  const cost = {
    lowUsd: realtimeUsd,
    expectedUsd: realtimeUsd,
    highUsd: realtimeUsd,
    realtimeUsd,
    savedUsd: '0.000000',
  };
  return { ...estimate, cost };
}

/**
 * Asks for some rows of a draft now, at the real-time price, to look at the answers before launching. It is a run of its own:
 * what it cost is booked as any other cost is.
 * @throws AppError `not_found`, `invalid`, or `conflict`, also while rows of this draft are being tried.
 */
export async function startTry(actor: Actor, asked: Asked): Promise<{ runId: string }> {
  const { workspaceId } = actor;
  const { frozen, picked, connection, estimate } = await prepare(workspaceId, asked);
  const runId = newId('run');
  await db().$transaction(async (tx) => {
    const { run, ...locked } = await lockDraft(tx, workspaceId, asked.draftId);
    requireVersion({ ...locked, run }, asked.version);
    await refuseSecond(tx, asked.draftId);
    await insertRun(tx, actor, { runId, frozen });
    const row = tryOf(asked.draftId, { frozen, picked, estimate });
    await tx.run.update({ where: { id: runId }, data: row });
    // A few rows of a model without a known price need nobody's approval; what is known to be above the limit does.
    const highPicoUsd = parseUsd(estimate.cost?.highUsd ?? '');
    const simulated = connection.kind === 'sandbox';
    const objection = await findObjection(tx, { actor, run: { id: runId, workspaceId, simulated, highPicoUsd } });
    if (objection && (objection.kind === 'refused' || highPicoUsd !== null))
      throw new AppError('conflict', objection.sentence);
    await moveRun(tx, runId, 'queued');
    await recordAudit(tx, actor, 'run.tried', runId);
    await addRunEvent(tx, { workspaceId, runId }, 'launched', `${actor.name} tried ${picked.length} rows.`);
    await enqueue(tx, 'run.plan', { runId }, runId);
  });
  return { runId };
}

/** What makes a run a try: its rows, asked for once each, now. */
function tryOf(
  triedDraftId: string,
  { frozen, picked, estimate }: { frozen: Frozen; picked: number[]; estimate: RunEstimate },
) {
  return {
    purpose: 'try' as const,
    lane: 'standard' as const,
    ...{ triedDraftId, pickedRows: picked, rowCount: picked.length, estimate, name: `Tried: ${frozen.name}` },
    ...{ dedupe: false, reuse: false, maxAttempts: 1, budgetPicoUsd: null },
  };
}

async function refuseSecond(tx: Tx, draftId: string): Promise<void> {
  const open = await tx.run.findFirst({ where: { triedDraftId: draftId, finishedAt: null }, select: { id: true } });
  if (open) throw new AppError('conflict', 'Rows of this draft are being tried right now. Wait for their answers.');
}
