import 'server-only';
import type { Actor } from '#lib/auth/server/session.ts';
import type { RunBudget } from '#lib/budgets/schema.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { checkDraft } from '#lib/runs/check-draft.ts';
import type { Receipt } from '#lib/runs/receipt-schema.ts';
import type { Run } from '#lib/runs/schema.ts';
import { findOpenApproval } from './approval-queries.ts';
import { getApprovalNeed } from './approval-rule.ts';
import { listBudgetsOfRun } from './budget-rule.ts';
import { checkInput } from './check-input.ts';
import { changeDraftRun, insertRun } from './create-run.ts';
import { getDraft, lockDraft, requireVersion } from './draft-queries.ts';
import { launchDraft } from './launch-run.ts';
import { getReceipt } from './receipt.ts';
import { getRunView } from './run-view.ts';

/** A draft as its owner saw it last. */
export type DraftVersion = { draftId: string; version: number };

/**
 * Makes, or changes, the run in status draft that a draft would launch, and says what it would send and cost, whether this
 * person needs a lead's approval to launch it, and what budgets say.
 * @throws AppError `not_found`, `invalid` with issues by path, or `conflict` when the draft is another version by now.
 */
export async function priceDraft(
  actor: Actor,
  { draftId, version }: DraftVersion,
): Promise<{ run: Run; receipt: Receipt; need: Awaited<ReturnType<typeof getApprovalNeed>>; budgets: RunBudget[] }> {
  const draft = await getDraft(actor.workspaceId, draftId);
  requireVersion({ version: draft.version, run: null }, version);
  const check = checkDraft(draft.datasetId, draft.form);
  if (!check.ok) throw new AppError('invalid', check.issues[0]?.message ?? 'Something is missing.', check);
  const frozen = await checkInput(db(), actor.workspaceId, check.input);
  const runId = await db().$transaction(async (tx) => {
    const { run, pricedVersion, ...locked } = await lockDraft(tx, actor.workspaceId, draftId);
    requireVersion({ ...locked, run }, version);
    const id = run?.id ?? newId('run');
    // What a lead is asked for stays as it was shown, whatever prices do meanwhile.
    if (run && pricedVersion === version && (await findOpenApproval(tx, actor.workspaceId, id))) return id;
    // Priced again while it is being launched elsewhere, it must not lose what its launcher was shown.
    if (run)
      await changeDraftRun(tx, actor.workspaceId, { runId: id, frozen, keepsEstimate: pricedVersion === version });
    else await insertRun(tx, actor, { runId: id, frozen });
    await tx.runDraft.update({ where: { id: draftId }, data: { runId: id, pricedVersion: version } });
    return id;
  });
  const receipt = await getReceipt(db(), actor.workspaceId, runId);
  const run = await getRunView(db(), actor.workspaceId, runId);
  const need = await getApprovalNeed(db(), actor, { simulated: run.simulated, highUsd: receipt.highUsd });
  return { run, receipt, need, budgets: await listBudgetsOfRun(db(), actor, runId) };
}

/**
 * Launches what was priced, once: of two clicks, tabs or devices the first does it, and the others find it done. Where a rule
 * wants a lead's approval, it is asked for, and the run stays a draft.
 * @throws AppError `not_found`, or `conflict` when the draft is not the one that was priced.
 */
export async function launchPricedDraft(actor: Actor, { draftId, version }: DraftVersion): Promise<{ runId: string }> {
  return db().$transaction(async (tx) => {
    const { run, ...locked } = await lockDraft(tx, actor.workspaceId, draftId);
    if (run && run.status !== 'draft') return { runId: run.id };
    requireVersion({ ...locked, run }, version);
    if (!run || locked.pricedVersion !== version) {
      throw new AppError('conflict', 'The price of this run is not worked out yet. Look at it, then launch.');
    }
    await launchDraft(tx, actor, run.id);
    return { runId: run.id };
  });
}
