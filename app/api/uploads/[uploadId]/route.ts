import { defineRoute } from '#lib/auth/server/define-route.ts';
import { MAX_CHUNK_BYTES } from '#lib/datasets/chunk-sizes.ts';
import { cancelUpload } from '#lib/datasets/server/cancel-upload.ts';
import { appendChunk, getUpload } from '#lib/datasets/server/upload-store.ts';
import { ChunkQuery } from '#lib/datasets/upload.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { readBytes } from '#lib/platform/http/read-bytes.ts';
import { readQuery } from '#lib/platform/http/read-json.ts';

type Params = { uploadId: string };

const PIECE_MS = 10 * 60_000;

/** From where to go on. */
export const GET = defineRoute<Params>('dataset:create', async ({ params, actor }) =>
  json(await getUpload(actor, params.uploadId)),
);

/** The next piece, which begins at byte `?from=`. */
export const PUT = defineRoute<Params>('dataset:create', async ({ request, params, actor }) => {
  const { from } = readQuery(request, ChunkQuery);
  const bytes = await readBytes(request, { maxBytes: MAX_CHUNK_BYTES, withinMs: PIECE_MS });
  return json(await appendChunk(actor, params.uploadId, from, bytes));
});

export const DELETE = defineRoute<Params>('dataset:create', async ({ params, actor }) => {
  await cancelUpload(actor, params.uploadId);
  return new Response(null, { status: 204 });
});

export const { OPTIONS, PATCH, POST } = onlyAnswers('DELETE', 'GET', 'PUT');
