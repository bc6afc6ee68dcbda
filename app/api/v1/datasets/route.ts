import { defineRoute } from '#lib/auth/server/define-route.ts';
import { DatasetsQuery } from '#lib/datasets/schema.ts';
import { listDatasets } from '#lib/datasets/server/dataset-queries.ts';
import { receiveDataset } from '#lib/datasets/server/receive-dataset.ts';
import { db } from '#lib/platform/db/client.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { parseInput } from '#lib/platform/http/parse-input.ts';

export const POST = defineRoute('dataset:create', async ({ request, actor }) => {
  const dataset = await receiveDataset(request, actor);
  return json(dataset, 201, { location: `/api/v1/datasets/${dataset.id}` });
});

export const GET = defineRoute('read', async ({ request, actor }) => {
  const page = parseInput(DatasetsQuery, Object.fromEntries(new URL(request.url).searchParams));
  return json(await listDatasets(db(), actor.workspaceId, page));
});

export const { DELETE, OPTIONS, PATCH, PUT } = onlyAnswers('GET', 'POST');
