import 'server-only';
import type { Actor } from '#lib/auth/server/session.ts';
import { AppError } from '#lib/errors.ts';
import { type PicoUsd, parseUsd } from '#lib/money.ts';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { enqueue } from '#lib/platform/queue/queue.ts';
import { capChanged } from '#lib/runs/cap-words.ts';
import { requireOwnLimit } from './approval-rule.ts';
import { wakeNextUnderCap } from './cap-room.ts';
import { checkCap } from './check-input.ts';
import { resumeLocked } from './pause-run.ts';
import { addRunEvent } from './run-events.ts';
import { lockRun } from './run-queries.ts';

/**
 * Sets, raises, lowers or (null) removes the cap of a launched run, and resumes it if it is paused and `resumes` says so.
 * Where members ask a lead before a run that may cost much, they raise no cap above that by themselves.
 * @throws AppError `not_found`, `conflict` for a run that is not launched or a cap that is a lead's to raise, `invalid` where the
 * cap cannot be promised.
 */
export async function changeCap(
  actor: Actor,
  runId: string,
  change: { capUsd: string | null; resumes: boolean },
): Promise<void> {
  const cap = change.capUsd === null ? null : parseUsd(change.capUsd);
  await db().$transaction(async (tx) => {
    const { status, budgetPicoUsd } = await lockRun(tx, actor.workspaceId, runId);
    if (status === 'draft')
      throw new AppError('conflict', 'This run is not launched yet. Set its cap where it is prepared.');
    if (cap !== null) {
      const run = await tx.run.findUniqueOrThrow({
        where: { id: runId },
        select: { model: true, price: true, parameters: true },
      });
      checkCap(run);
    }
    if (cap !== budgetPicoUsd) {
      await requireOwnCap(tx, actor, { runId, before: budgetPicoUsd, after: cap });
      await tx.run.update({ where: { id: runId }, data: { budgetPicoUsd: cap } });
      const message = capChanged(actor.name, budgetPicoUsd, cap);
      await addRunEvent(tx, { workspaceId: actor.workspaceId, runId }, 'person', message);
    }
    if (change.resumes && status === 'paused') await resumeLocked(tx, actor, runId);
    // Whoever waits for room may have it now.
    else await enqueue(tx, 'run.plan', { runId }, runId);
    if (cap === null) await wakeNextUnderCap(tx, runId, 0);
  });
}

type CapMove = { runId: string; before: PicoUsd | null; after: PicoUsd | null };

/** A higher cap lets a run cost more than was approved: above the rule of the workspace it takes a lead, as a launch does. */
async function requireOwnCap(tx: Tx, actor: Actor, { runId, before, after }: CapMove): Promise<void> {
  if (before === null || (after !== null && after < before)) return;
  await requireOwnLimit(tx, actor, { runId, mayCostPicoUsd: after });
}
