import { defineRoute } from '#lib/auth/server/define-route.ts';
import { createUpload } from '#lib/datasets/server/upload-store.ts';
import { UploadInput } from '#lib/datasets/upload.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { readJson } from '#lib/platform/http/read-json.ts';

/** How the browser sends a file, so that a lost connection costs one piece of it. Scripts use POST /api/v1/datasets. */
export const POST = defineRoute('dataset:create', async ({ request, actor }) => {
  const { sizeBytes } = await readJson(request, UploadInput);
  return json(await createUpload(actor, sizeBytes), 201);
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = onlyAnswers('POST');
