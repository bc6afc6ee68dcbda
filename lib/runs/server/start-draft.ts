import type { DraftStep } from '#lib/runs/draft-steps.ts';
import 'server-only';
import type { Actor } from '#lib/auth/server/session.ts';
import { getDataset } from '#lib/datasets/server/dataset-queries.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { now, nowMs } from '#lib/platform/db/clock.ts';
import { listConnections } from '#lib/providers/server/connection-queries.ts';
import { draftOf, emptyDraft, FAVORITE_MODEL, type RunDraft, rolesOf } from '#lib/runs/draft-form.ts';
import { fieldsOfTemplate } from '#lib/runs/template-fields.ts';
import { getTemplate } from '#lib/templates/server/template-queries.ts';
import { getDraft } from './draft-queries.ts';
import { readRunInput } from './run-input.ts';
import { getRunView } from './run-view.ts';

const FORGOTTEN_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * What a new draft begins with: nothing, a dataset, the newest version of a template, a copy of a run, or a run in status
 * draft that is to be changed.
 */
export type DraftStart = {
  datasetId?: string | undefined;
  templateId?: string | undefined;
  from?: string | undefined;
  /** With `from`: over every row of its dataset, however few the run took; everything else is as it was, so launching is next. */
  allRows?: boolean | undefined;
  edit?: string | undefined;
};

/**
 * A draft and the step to begin with. Editing the same run twice leads to the same draft.
 * @throws AppError `not_found` for the dataset, template or run.
 */
export async function startDraft(actor: Actor, start: DraftStart): Promise<{ draftId: string; step: DraftStep }> {
  await dropUntouched(actor);
  if (start.edit) return editRun(actor, start.edit);
  if (start.from) return copyRun(actor, start.from, start.allRows ?? false);
  if (start.datasetId) await getDataset(db(), actor.workspaceId, start.datasetId);
  const template = start.templateId ? await getTemplate(db(), actor.workspaceId, start.templateId) : null;
  const connections = await listConnections(db(), actor.workspaceId);
  const form = emptyDraft({
    ...(template && fieldsOfTemplate(template.latest)),
    ...(start.datasetId && (await columnsOfLastRun(actor.workspaceId, start.datasetId))),
    reached: start.datasetId ? 'instruction' : 'data',
    model: FAVORITE_MODEL,
    connection: connections.find((connection) => connection.isDefault)?.key ?? '',
  });
  return insertDraft(actor, { form, datasetId: start.datasetId ?? null });
}

/** What a person once said that columns are for holds for the next run of the same data: above all what is never to be sent. */
async function columnsOfLastRun(workspaceId: string, datasetId: string) {
  const run = await db().run.findFirst({
    where: { workspaceId, datasetId, status: { not: 'draft' } },
    orderBy: { createdAt: 'desc' },
    select: { neverSend: true, idColumn: true },
  });
  if (!run) return {};
  return { roles: rolesOf({ neverSend: run.neverSend, idColumn: run.idColumn ?? undefined }) };
}

async function copyRun(actor: Actor, runId: string, isAllRows: boolean) {
  const run = await getRunView(db(), actor.workspaceId, runId);
  const input = await readRunInput(db(), actor.workspaceId, runId);
  const dataset = await db().dataset.findFirst({
    where: { id: run.datasetId, workspaceId: actor.workspaceId, deletedAt: null },
    select: { id: true, name: true },
  });
  const form = draftOf(input);
  // A name that was only the default makes way for the next default.
  const hadDefaultName = form.name === `${dataset?.name} · ${run.model}`;
  const name = hadDefaultName ? '' : `${form.name.slice(0, 190)}, again`;
  const rowLimit = isAllRows ? '' : form.rowLimit;
  const draft = { form: { ...form, name, rowLimit, reached: 'launch' as const }, datasetId: dataset?.id ?? null };
  const begun = await insertDraft(actor, draft);
  return isAllRows ? { ...begun, step: 'launch' as const } : begun;
}

async function editRun(actor: Actor, runId: string): Promise<{ draftId: string; step: DraftStep }> {
  const earlier = await findDraftOfRun(actor.workspaceId, runId);
  if (earlier) return earlier;
  const { status } = await getRunView(db(), actor.workspaceId, runId);
  if (status !== 'draft')
    throw new AppError('conflict', 'This run is launched already. Make a new run from it instead.');
  const input = await readRunInput(db(), actor.workspaceId, runId);
  const { datasetId } = input;
  // Of two windows that edit it at once, one makes the draft and the other finds it.
  const id = newId('drf');
  await db().runDraft.createMany({
    data: [{ ...bornNow(actor), id, datasetId, runId, ownsRun: false, name: input.name ?? '', form: draftOf(input) }],
    skipDuplicates: true,
  });
  return (await findDraftOfRun(actor.workspaceId, runId)) ?? { draftId: id, step: 'instruction' };
}

async function findDraftOfRun(workspaceId: string, runId: string) {
  const draft = await db().runDraft.findFirst({ where: { workspaceId, runId }, select: { id: true } });
  if (!draft) return null;
  return { draftId: draft.id, step: (await getDraft(workspaceId, draft.id)).form.reached };
}

async function insertDraft(actor: Actor, { form, datasetId }: { form: RunDraft; datasetId: string | null }) {
  const draftId = newId('drf');
  await db().runDraft.create({ data: { ...bornNow(actor), id: draftId, datasetId, name: form.name, form } });
  return { draftId, step: form.reached === 'launch' ? ('instruction' as const) : form.reached };
}

/** Drafts that were opened and never written in are not kept for ever. */
async function dropUntouched(actor: Actor): Promise<void> {
  await db().runDraft.deleteMany({
    where: {
      ...ownerOf(actor),
      ...{ version: 0, runId: null, createdAt: { lt: new Date(nowMs() - FORGOTTEN_AFTER_MS) } },
    },
  });
}

function ownerOf({ workspaceId, userId }: Actor) {
  return { workspaceId, createdById: userId };
}

function bornNow(actor: Actor) {
  const bornAt = now();
  return { ...ownerOf(actor), createdAt: bornAt, updatedAt: bornAt };
}
