import { defineRoute } from '#lib/auth/server/define-route.ts';
import { AppError } from '#lib/errors.ts';
import { db } from '#lib/platform/db/client.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { askedInstead } from '#lib/runs/approval-need.ts';
import { launchRun } from '#lib/runs/server/launch-run.ts';
import { getRunView } from '#lib/runs/server/run-view.ts';

export const POST = defineRoute<{ runId: string }>('run:launch', async ({ params, actor }) => {
  const outcome = await launchRun(actor, params.runId);
  // The request is made; what was asked of this call, a launch, is not done.
  if (outcome.kind === 'asked') throw new AppError('conflict', askedInstead(outcome.sentence));
  return json(await getRunView(db(), actor.workspaceId, params.runId));
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = onlyAnswers('POST');
