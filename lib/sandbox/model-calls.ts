import { randomUUID } from 'node:crypto';
import { answerRequest, type Endpoint } from './answer.ts';
import { ApiError, missingParameter } from './api-error.ts';
import type { Context } from './context.ts';
import { readJsonBody } from './json-body.ts';
import type { Model } from './models.ts';
import { responsesPrompt } from './prompt.ts';
import { jsonReply } from './replies.ts';

const MODELS_SINCE = 1_715_367_049;

/** Answers one request at once: the same answer the same body gets in a batch. */
export async function answerNow(context: Context, endpoint: Endpoint, request: Request): Promise<Response> {
  const body = await readJsonBody(request);
  if (typeof body.model !== 'string') throw new ApiError(400, 'you must provide a model parameter');
  const model = findModel(context, body.model);
  if ((model.kind === 'embedding') !== (endpoint === '/v1/embeddings')) {
    throw new ApiError(404, `The model \`${model.name}\` does not work with ${endpoint}.`, { param: 'model' });
  }
  if (body.stream === true) {
    throw new ApiError(400, 'The sandbox does not stream; send the request without stream.', {
      param: 'stream',
      code: 'unsupported_value',
    });
  }
  if (endpoint === '/v1/chat/completions' && !Array.isArray(body.messages)) throw missingParameter('messages');
  if (endpoint !== '/v1/chat/completions' && body.input === undefined) throw missingParameter('input');
  const createdAt = Math.floor(context.now() / 1000);
  return jsonReply(answerRequest(endpoint, body, model, randomUUID(), createdAt).body);
}

export async function countInputTokens(request: Request): Promise<Response> {
  const { inputTokens } = responsesPrompt(await readJsonBody(request));
  return jsonReply({ object: 'response.input_tokens', input_tokens: inputTokens });
}

export function listModels(context: Context): Response {
  const models = [...new Set(context.models.values())].map((model) => modelObject(model.name));
  return jsonReply({ object: 'list', data: models });
}

export function showModel(context: Context, id: string): Response {
  findModel(context, id);
  return jsonReply(modelObject(id));
}

function findModel(context: Context, name: string): Model {
  const model = context.models.get(name);
  if (model) return model;
  const message = `The model \`${name}\` does not exist or you do not have access to it.`;
  throw new ApiError(404, message, { param: 'model', code: 'model_not_found' });
}

function modelObject(id: string) {
  return { id, object: 'model', created: MODELS_SINCE, owned_by: 'openai' };
}
