import 'server-only';
import type { Actor } from '#lib/auth/server/session.ts';
import type { RunBudget } from '#lib/budgets/schema.ts';
import { db } from '#lib/platform/db/client.ts';
import type { Receipt } from '#lib/runs/receipt-schema.ts';
import type { Run } from '#lib/runs/schema.ts';
import { getApprovalNeed, listDeciders } from './approval-rule.ts';
import { listBudgetsOfRun } from './budget-rule.ts';
import { getReceipt } from './receipt.ts';
import { listSampleRows, type SampleRow } from './review-sample.ts';

export type Review = {
  receipt: Receipt;
  need: Awaited<ReturnType<typeof getApprovalNeed>>;
  deciders: string[];
  sample: SampleRow[];
  budgets: RunBudget[];
};

/** What somebody sees of a run that is not launched yet, before they launch it, ask for it or approve it. */
export async function getReview(actor: Actor, run: Run): Promise<Review> {
  const { workspaceId } = actor;
  const receipt = await getReceipt(db(), workspaceId, run.id);
  const [need, deciders, sample, budgets] = await Promise.all([
    getApprovalNeed(db(), actor, { simulated: run.simulated, highUsd: receipt.highUsd }),
    listDeciders(db(), workspaceId),
    run.approval?.status === 'requested' ? listSampleRows(db(), workspaceId, run.id) : [],
    listBudgetsOfRun(db(), actor, run.id),
  ]);
  return { receipt, need, deciders, sample, budgets };
}
