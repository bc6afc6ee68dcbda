import 'server-only';
import { requireDataset } from '#lib/datasets/server/dataset-queries.ts';
import { AppError } from '#lib/errors.ts';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import type { Prisma } from '#lib/platform/db/generated/client.ts';
import { type RunDraft, readDraftForm, type SavedDraft } from '#lib/runs/draft-form.ts';
import { approvalView, newestApproval } from './approval-queries.ts';
import { contentHash } from './content-hash.ts';
import { withdrawChanged } from './request-approval.ts';

type Owner = { workspaceId: string; userId: string | null };

const saved = {
  id: true,
  version: true,
  datasetId: true,
  form: true,
  updatedAt: true,
  run: { select: { id: true, status: true } },
} as const satisfies Prisma.RunDraftSelect;

/** @throws AppError `not_found`, also for another workspace's draft. */
export async function getDraft(workspaceId: string, draftId: string): Promise<SavedDraft> {
  const draft = await db().runDraft.findFirst({ where: { id: draftId, workspaceId }, select: saved });
  if (!draft) throw noSuchDraft();
  const { run, form, updatedAt, ...rest } = draft;
  return {
    ...rest,
    form: readDraftForm(form),
    updatedAt: updatedAt.toISOString(),
    launchedRunId: run && run.status !== 'draft' ? run.id : null,
  };
}

export type DraftChange = { draftId: string; version: number; datasetId: string | null; form: RunDraft };

/**
 * Keeps what was typed; `version` is the one it was typed over. Returns the new version.
 * @throws AppError `not_found` for the draft and the dataset, `conflict` when the draft was changed or launched elsewhere.
 */
export async function saveDraft(workspaceId: string, change: DraftChange): Promise<{ version: number }> {
  const { draftId, version, datasetId, form } = change;
  if (datasetId !== null) await requireDataset(db(), workspaceId, datasetId);
  await db().$transaction(async (tx) => {
    const draft = await lockDraft(tx, workspaceId, draftId);
    requireVersion(draft, version);
    if (draft.run && asksAnother(draft, change) && !(await withdrawChanged(tx, workspaceId, draft.run.id)))
      throw launchedAlready();
    await tx.runDraft.update({
      where: { id: draftId },
      data: { datasetId, form, name: form.name.trim(), version: { increment: 1 }, updatedAt: now() },
    });
  });
  return { version: version + 1 };
}

/** Whether a change would launch something else. How far somebody looked, and where it is filed, is no part of that. */
function asksAnother(before: { datasetId: string | null; form: unknown }, { datasetId, form }: DraftChange): boolean {
  const { reached: _, runLabels: _l, ...wanted } = form;
  const { reached: __, runLabels: __l, ...kept } = readDraftForm(before.form);
  return before.datasetId !== datasetId || contentHash(wanted) !== contentHash(kept);
}

/**
 * Throws a draft away, and its price with it; a run that was there before the draft stays.
 * @throws AppError `not_found`, or `conflict` when it is launched.
 */
export async function discardDraft(workspaceId: string, draftId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const { run, ownsRun } = await lockDraft(tx, workspaceId, draftId);
    await tx.runDraft.delete({ where: { id: draftId } });
    if (!run || !ownsRun) return;
    const { count } = await tx.run.deleteMany({ where: { id: run.id, status: 'draft' } });
    if (count === 0) throw launchedAlready();
  });
}

/** Unfinished drafts of one person, the last changed first. One that nobody changed is not worth coming back to. */
export async function listUnfinishedDrafts({ workspaceId, userId }: Owner, limit = 20) {
  const drafts = await db().runDraft.findMany({
    where: {
      ...{ workspaceId, createdById: userId, version: { gt: 0 } },
      // While a lead is asked, the run itself is listed.
      OR: [{ runId: null }, { run: { status: 'draft', approvals: { none: { status: 'requested' } } } }],
    },
    select: {
      ...{ id: true, name: true, form: true, updatedAt: true },
      dataset: { select: { name: true, rowCount: true } },
      run: { select: { approvals: newestApproval } },
    },
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return drafts.map(({ form, updatedAt, run, ...draft }) => ({
    ...draft,
    approval: approvalView(run?.approvals ?? []),
    step: readDraftForm(form).reached,
    updatedAt: updatedAt.toISOString(),
  }));
}
export type UnfinishedDraft = Awaited<ReturnType<typeof listUnfinishedDrafts>>[number];

/** Locks a draft until the transaction ends. Throws `not_found`, also for another workspace's draft. */
export async function lockDraft(tx: Tx, workspaceId: string, draftId: string) {
  // Taking the lock through an update of nothing keeps it in the query language of the rest of this file.
  const { count } = await tx.runDraft.updateMany({ where: { id: draftId, workspaceId }, data: { workspaceId } });
  if (count === 0) throw noSuchDraft();
  return tx.runDraft.findUniqueOrThrow({
    where: { id: draftId },
    select: {
      ...{ version: true, pricedVersion: true, ownsRun: true, datasetId: true, form: true },
      run: { select: { id: true, status: true } },
    },
  });
}

/** @throws AppError `conflict` when the draft has become another one, or a run. */
export function requireVersion(draft: { version: number; run: { status: string } | null }, version: number): void {
  if (draft.run && draft.run.status !== 'draft') throw launchedAlready();
  if (draft.version !== version) {
    throw new AppError('conflict', 'This draft was changed in another window or on another device.');
  }
}

function launchedAlready(): AppError {
  return new AppError('conflict', 'This run is launched already, so it cannot be changed. Make a new run from it.');
}

function noSuchDraft(): AppError {
  return new AppError('not_found', 'This draft does not exist any more. It was discarded.');
}
