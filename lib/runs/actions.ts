'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { defineAction, defineFormAction } from '#lib/auth/server/define-action.ts';
import { db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { listPricedModels } from '#lib/pricing/prices.ts';
import { Output, Prompt, TemplateName } from '#lib/templates/schema.ts';
import { DeclineInput } from './approval.ts';
import { ApprovalLimitInput } from './approval-limit.ts';
import { ruleSentence } from './approval-need.ts';
import { checkDraft } from './check-draft.ts';
import { RunDraft } from './draft-form.ts';
import { Cap, RunLabels } from './schema.ts';
import { setApprovalLimit } from './server/approval-rule.ts';
import { cancelRun } from './server/cancel-run.ts';
import { changeCap } from './server/change-cap.ts';
import { changeLabels } from './server/change-labels.ts';
import { approveRun, declineRun } from './server/decide-approval.ts';
import { discardDraft, saveDraft } from './server/draft-queries.ts';
import { estimateModels } from './server/estimate-models.ts';
import { findLateTextOf } from './server/find-late-text.ts';
import { finishNow, offerFinishNow } from './server/finish-now.ts';
import { launchRun } from './server/launch-run.ts';
import { pauseRun, resumeRun } from './server/pause-run.ts';
import { launchPricedDraft, priceDraft } from './server/price-draft.ts';
import { withdrawRequest } from './server/request-approval.ts';
import { retryItems } from './server/retry-items.ts';
import { countTokensOfRow } from './server/row-tokens.ts';
import { saveRunAsTemplate } from './server/save-run-as-template.ts';
import { startDraft } from './server/start-draft.ts';
import { offerTry, startTry } from './server/start-try.ts';
import { TryRows } from './try-schema.ts';

const RunId = z.object({ runId: z.string() });

/** `isExact` where the model's own words are counted. Labels that are not finished do not count yet. */
export const countTokensAction = defineAction(
  z.object({
    ...{ datasetId: z.string(), prompt: Prompt, output: Output.catch({ kind: 'text' }), model: z.string() },
    rowIndex: z.int().min(0).max(2_147_483_647),
  }),
  'read',
  async ({ model, ...row }, actor) => ({
    tokens: await countTokensOfRow(actor.workspaceId, row),
    isExact: listPricedModels().some((price) => price.model === model),
  }),
);

/** Labels that are not finished do not count yet. */
export const findLateTextAction = defineAction(
  z.object({
    ...{ datasetId: z.string(), model: z.string().max(200), prompt: Prompt, output: Output.catch({ kind: 'text' }) },
    connection: z.string().min(1).optional(),
    rowLimit: z.int().min(1).optional(),
  }),
  'read',
  (asked, actor) => findLateTextOf(actor.workspaceId, asked),
);

const DraftVersion = z.object({ draftId: z.string(), version: z.int() });

export const startDraftAction = defineAction(
  z.object({
    datasetId: z.string().optional(),
    templateId: z.string().optional(),
    from: z.string().optional(),
    allRows: z.boolean().optional(),
    edit: z.string().optional(),
  }),
  'run:create',
  (start, actor) => startDraft(actor, start),
);

export const saveDraftAction = defineAction(
  DraftVersion.extend({ datasetId: z.string().nullable(), form: RunDraft }),
  'run:create',
  (change, actor) => saveDraft(actor.workspaceId, change),
);

export const discardDraftAction = defineAction(
  z.object({ draftId: z.string() }),
  'run:create',
  async ({ draftId }, actor) => {
    await discardDraft(actor.workspaceId, draftId);
    revalidatePath('/runs');
  },
);

export const priceDraftAction = defineAction(DraftVersion, 'run:create', (draft, actor) => priceDraft(actor, draft));

export const launchDraftAction = defineAction(DraftVersion, 'run:launch', (draft, actor) =>
  launchPricedDraft(actor, draft),
);

const ApprovalOf = RunId.extend({ approvalId: z.string() });

export const withdrawRequestAction = defineAction(RunId, 'run:launch', async ({ runId }, actor) => {
  await withdrawRequest(actor, runId);
  revalidatePath(`/runs/${runId}`);
});

export const approveRunAction = defineAction(ApprovalOf, 'run:approve', async (asked, actor) => {
  await approveRun(actor, asked);
  revalidatePath(`/runs/${asked.runId}`);
});

export const declineRunAction = defineAction(
  ApprovalOf.extend({ note: DeclineInput.shape.note }),
  'run:approve',
  async (asked, actor) => {
    await declineRun(actor, asked);
    revalidatePath(`/runs/${asked.runId}`);
  },
);

export const setApprovalLimitAction = defineFormAction(ApprovalLimitInput, 'spending:manage', async (input, actor) => {
  await setApprovalLimit(actor, input.overUsd);
  revalidatePath('/settings/spending');
  return { sentence: ruleSentence(input.overUsd) };
});

export const offerTryAction = defineAction(DraftVersion.extend(TryRows.shape), 'run:create', (asked, { workspaceId }) =>
  offerTry(workspaceId, asked),
);

export const startTryAction = defineAction(DraftVersion.extend(TryRows.shape), 'run:launch', (asked, actor) =>
  startTry(actor, asked),
);

export const offerFinishNowAction = defineAction(RunId, 'read', ({ runId }, { workspaceId }) =>
  offerFinishNow(db(), workspaceId, runId),
);

export const finishNowAction = defineAction(
  RunId.extend({ mostUsd: z.string().optional() }),
  'run:launch',
  async ({ runId, mostUsd }, actor) => {
    await finishNow(actor, runId, { mostUsd });
    revalidatePath(`/runs/${runId}`);
  },
);

/** Nothing while the form asks nothing that can be counted. */
export const estimateModelsAction = defineAction(
  z.object({ datasetId: z.string(), form: RunDraft }),
  'read',
  async ({ datasetId, form }, { workspaceId }) => {
    const check = checkDraft(datasetId, form);
    return check.ok ? estimateModels(workspaceId, check.input, now()) : [];
  },
);

export const launchRunAction = defineAction(RunId, 'run:launch', async ({ runId }, actor) => {
  await launchRun(actor, runId);
  revalidatePath(`/runs/${runId}`);
});

export const saveRunAsTemplateAction = defineAction(
  RunId.extend({ name: TemplateName }),
  'template:change',
  // Nothing is revalidated: the page would come anew, and take the dialog away that says what was saved.
  ({ runId, name }, actor) => saveRunAsTemplate(actor, runId, name),
);

export const retryItemsAction = defineAction(
  z.object({
    runId: z.string(),
    causes: z.array(z.string()).min(1).optional(),
    rows: z.array(z.int().min(0).max(2_147_483_647)).min(1).max(10_000).optional(),
  }),
  'run:retry',
  async ({ runId, causes, rows }, actor) => {
    const retried = await retryItems(actor, runId, { causes, rows });
    revalidatePath(`/runs/${runId}`);
    return { rows: retried };
  },
);

export const cancelRunAction = defineAction(RunId, 'run:cancel', async ({ runId }, actor) => {
  await cancelRun(actor, runId);
  revalidatePath(`/runs/${runId}`);
});

export const pauseRunAction = defineAction(RunId, 'run:cancel', async ({ runId }, actor) => {
  await pauseRun(actor, runId);
  revalidatePath(`/runs/${runId}`);
});

export const changeCapAction = defineAction(
  RunId.extend({ capUsd: Cap.nullable(), resumes: z.boolean() }),
  'run:launch',
  async ({ runId, ...change }, actor) => {
    await changeCap(actor, runId, change);
    revalidatePath(`/runs/${runId}`);
  },
);

export const changeLabelsAction = defineAction(
  RunId.extend({ labels: RunLabels }),
  'run:label',
  async ({ runId, labels }, actor) => {
    await changeLabels(actor, runId, labels);
    revalidatePath(`/runs/${runId}`);
  },
);

export const resumeRunAction = defineAction(RunId, 'run:launch', async ({ runId }, actor) => {
  await resumeRun(actor, runId);
  revalidatePath(`/runs/${runId}`);
});
