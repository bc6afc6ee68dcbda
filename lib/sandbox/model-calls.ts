import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerRequest, type Endpoint } from './answer.ts';
import { ApiError, invalidValue, missingParameter } from './api-error.ts';
import type { Context } from './context.ts';
import type { JsonObject } from './json.ts';
import { readJsonBody } from './json-body.ts';
import type { LiveEntry } from './ledger.ts';
import type { Model } from './models.ts';
import { responsesPrompt } from './prompt.ts';
import { faultReply, jsonReply } from './replies.ts';

const TIERS = ['auto', 'default', 'flex', 'priority'];
/** A ledger for tests; a process that runs for months must not grow by it. */
const MOST_KEPT = 100_000;
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
  const tier = tierOf(body, model);
  const text = JSON.stringify(body);
  const fault = context.faults.ask('now', endpoint, body);
  if (fault === 'not-there') throw new ApiError(404, `Invalid URL (POST ${endpoint})`);
  if (fault === 'flex-full' && tier === 'flex') throw flexFull();
  const refused = await faultReply(fault, 'before', request.signal);
  if (refused) return refused;
  const createdAt = Math.floor(context.now() / 1000);
  const answer = answerRequest(endpoint, body, model, randomUUID(), createdAt);
  await sleep(context.pace.answerMs?.(text) ?? 0);
  const { inputTokens: billedInputTokens, outputTokens: billedOutputTokens } = answer.usage;
  context.live.push({ model: model.name, tier, body: text, billedInputTokens, billedOutputTokens });
  if (context.live.length > MOST_KEPT) context.live.splice(0, MOST_KEPT / 2);
  const lost = await faultReply(fault, 'after', request.signal);
  return lost ?? jsonReply({ ...answer.body, service_tier: tier });
}

/** Flex is answered at the price of a batch; what else is asked for is answered as usual. */
function tierOf(body: JsonObject, model: Model): LiveEntry['tier'] {
  const asked = body.service_tier ?? 'auto';
  if (!TIERS.includes(String(asked))) throw invalidValue('service_tier', asked, TIERS);
  if (asked !== 'flex') return 'default';
  if (model.kind === 'reasoning') return 'flex';
  throw new ApiError(400, 'Flex is not available for this model.', {
    param: 'service_tier',
    code: 'unsupported_value',
  });
}

function flexFull(): ApiError {
  const message = 'Resource unavailable: flex capacity is used up at the moment. Try again later.';
  return new ApiError(429, message, { type: 'resource_unavailable', code: 'resource_unavailable' });
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
