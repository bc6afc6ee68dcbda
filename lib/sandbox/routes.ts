import { ApiError } from './api-error.ts';
import { cancelBatch, createBatch, findBatch, listBatches, showBatch } from './batch-calls.ts';
import type { Context } from './context.ts';
import { getFile, listFiles, removeFile, sendContent, uploadFile } from './file-calls.ts';
import { fileObject } from './file-store.ts';
import { answerNow, countInputTokens, listModels, showModel } from './model-calls.ts';
import { faultReply, jsonReply } from './replies.ts';

type Call = { context: Context; request: Request; query: URLSearchParams; path: string; id: string };
type Route = (call: Call) => Response | Promise<Response>;

/** `:id` matches one segment. */
const ROUTES: Record<string, Route> = {
  'POST /files': ({ context, request }) => uploadFile(context, request),
  'GET /files': reading(({ context, query }) => listFiles(context, query)),
  'GET /files/:id': reading(({ context, id }) => jsonReply(fileObject(getFile(context, id)))),
  'DELETE /files/:id': ({ context, id }) => removeFile(context, id),
  'GET /files/:id/content': ({ context, id }) => sendContent(context, id),
  'POST /batches': ({ context, request }) => createBatch(context, request),
  'GET /batches': reading(({ context, query }) => listBatches(context, query)),
  'GET /batches/:id': reading(({ context, id }) => showBatch(context, findBatch(context, id))),
  'POST /batches/:id/cancel': reading(({ context, id }) => cancelBatch(context, id)),
  'POST /chat/completions': ({ context, request }) => answerNow(context, '/v1/chat/completions', request),
  'POST /responses': ({ context, request }) => answerNow(context, '/v1/responses', request),
  'POST /responses/input_tokens': ({ request }) => countInputTokens(request),
  'POST /embeddings': ({ context, request }) => answerNow(context, '/v1/embeddings', request),
  'GET /models': ({ context }) => listModels(context),
  'GET /models/:id': ({ context, id }) => showModel(context, id),
};

/** Finds who answers a call. `basePath` and a leading `/v1` are optional in the address. Throws ApiError 404 when nobody does. */
export async function route(context: Context, request: Request, basePath: string): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const inside = pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : pathname;
  const path = inside.replace(/^\/v1(?=\/)/, '').replace(/\/+$/, '');
  const id = path.split('/')[2] ?? '';
  const known =
    ROUTES[`${request.method} ${path}`] ?? ROUTES[`${request.method} ${path.replace(/^(\/[^/]+)\/[^/]+/, '$1/:id')}`];
  if (!known) throw new ApiError(404, `Invalid URL (${request.method} ${pathname})`);
  return known({ context, request, query: searchParams, path, id });
}

/** A call that changes nothing at the provider; the `read` fault spoils it. */
function reading(inner: Route): Route {
  return async (call) => {
    const fault = call.context.faults.ask('read', call.path);
    return (await faultReply(fault, 'before', call.request.signal)) ?? inner(call);
  };
}
