import 'server-only';
import { usdString } from '#lib/money.ts';
import type { Tx } from '#lib/platform/db/client.ts';
import { nowMs } from '#lib/platform/db/clock.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { offersFlex } from '#lib/providers/catalog.ts';
import { requestCostsOf } from '#lib/runs/cost-ceiling.ts';
import { hurriedWords, hurryBeforeMs, noRoomWords } from '#lib/runs/deadline.ts';
import { MAX_NOW_ROWS } from '#lib/runs/limits.ts';
import { tooManyForNow } from '#lib/runs/now-words.ts';
import { sumCapUse } from './cap-account.ts';
import { hurry } from './hurry.ts';
import { listLeftRows, nowCeiling } from './now-price.ts';
import { addRunEvent } from './run-events.ts';

/** Between two looks at a run whose cap leaves no room: every row that comes back meanwhile makes some. */
const LOOK_AGAIN_MS = 60_000;

type Locked = {
  id: string;
  workspaceId: string;
  lane: string;
  plannedAt: Date | null;
  deadlineAt: Date | null;
  deadlineNote: string | null;
  budgetPicoUsd: bigint | null;
};

/**
 * Hurries a run whose deadline is near, if all that is left fits under its cap at the most it may cost: rows that do not fit
 * would be worse off than in their batch. The caller holds the lock of a run that is running. Answers how long until it has to be looked at again,
 * or null when the deadline asks for nothing more.
 */
export async function meetDeadline(tx: Tx, run: Locked): Promise<number | null> {
  if (run.lane !== 'batch' || !run.deadlineAt || !run.plannedAt) return null;
  const left = await listLeftRows(tx, run.id, MAX_NOW_ROWS);
  if (left.length === 0) return null;
  const inMs = run.deadlineAt.getTime() - hurryBeforeMs(left.length) - nowMs();
  if (inMs > 0) return Math.min(inMs, LOOK_AGAIN_MS * 60);
  if (left.length > MAX_NOW_ROWS) return note(tx, run, tooManyForNow());
  const whole = await tx.run.findUniqueOrThrow({ where: { id: run.id }, include: { connection: true } });
  const costs = requestCostsOf(whole, { lane: 'standard' });
  const most = await nowCeiling(tx, whole, left);
  if (!costs || most === null || run.budgetPicoUsd === null) return null;
  const use = await sumCapUse(tx, run.id, costs, null);
  const room = run.budgetPicoUsd - use.spentPicoUsd;
  if (most > room) return note(tx, run, noRoomWords(usdString(most), usdString(room > 0n ? room : 0n)));
  failPoint('deadline.before-hurry');
  const byFlex = offersFlex(whole.connection);
  const lane = byFlex ? 'flex' : 'standard';
  await hurry(
    tx,
    { workspaceId: run.workspaceId, runId: run.id },
    { lane, why: hurriedWords(left.length, usdString(most), byFlex), kind: 'planned' },
  );
  return null;
}

/** Said once in the log, and on the run's page for as long as it is so. */
async function note(tx: Tx, run: Locked, sentence: string): Promise<number> {
  if (run.deadlineNote === null)
    await addRunEvent(tx, { workspaceId: run.workspaceId, runId: run.id }, 'trouble', sentence);
  await tx.run.update({ where: { id: run.id }, data: { deadlineNote: sentence } });
  return LOOK_AGAIN_MS;
}
