import { defineRoute } from '#lib/auth/server/define-route.ts';
import { getDataset } from '#lib/datasets/server/dataset-queries.ts';
import { removeDataset } from '#lib/datasets/server/remove-dataset.ts';
import { db } from '#lib/platform/db/client.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';

export const GET = defineRoute<{ datasetId: string }>('read', async ({ params, actor }) =>
  json(await getDataset(db(), actor.workspaceId, params.datasetId)),
);

export const DELETE = defineRoute<{ datasetId: string }>('dataset:delete', async ({ params, actor }) => {
  await removeDataset(actor, params.datasetId);
  return new Response(null, { status: 204 });
});

export const { OPTIONS, PATCH, POST, PUT } = onlyAnswers('DELETE', 'GET');
