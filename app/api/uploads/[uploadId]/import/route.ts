import { defineRoute } from '#lib/auth/server/define-route.ts';
import { importUpload } from '#lib/datasets/server/import-upload.ts';
import { UploadChoices } from '#lib/datasets/upload.ts';
import { jsonLines } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { readJson } from '#lib/platform/http/read-json.ts';
import { streamResponse } from '#lib/platform/http/stream.ts';

export const POST = defineRoute<{ uploadId: string }>('dataset:create', async ({ request, params, actor }) => {
  const choices = await readJson(request, UploadChoices);
  const lines = importUpload(actor, params.uploadId, choices, request.signal);
  return streamResponse(request, jsonLines(lines), { 'content-type': 'application/x-ndjson; charset=utf-8' });
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = onlyAnswers('POST');
