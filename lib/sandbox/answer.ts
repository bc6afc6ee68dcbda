import { ApiError } from './api-error.ts';
import { base62, digest } from './chance.ts';
import { chatBody } from './chat-answer.ts';
import { embeddingsBody } from './embedding-answer.ts';
import type { BatchFault } from './faults.ts';
import type { JsonObject } from './json.ts';
import { type Model, refusesSampling } from './models.ts';
import { packedAnswer, readPacked } from './packed-answer.ts';
import { chatPrompt, type Prompt, responsesPrompt } from './prompt.ts';
import { responseBody } from './responses-answer.ts';
import { answerSchema } from './schema-answer.ts';
import { writeText } from './text-answer.ts';
import { firstTokens, tokensOf } from './tokens.ts';

export const ENDPOINTS = ['/v1/responses', '/v1/chat/completions', '/v1/embeddings'] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

export type Usage = { inputTokens: number; outputTokens: number; reasoningTokens: number };
export type Answer = { body: JsonObject; usage: Usage };
/** What a model made of a prompt, before it is put into either endpoint's shape. */
export type Completion = Usage & {
  id: string;
  text: string;
  isCutOff: boolean;
  createdAt: number;
  model: Model;
  prompt: Prompt;
};

/** An answer looks at the beginning of a text only: one huge cell must not hold up everybody else. */
const MAX_READ = 20_000;
/** Where a fault ends the answer to several rows. */
const CUT_OFF_TOKENS = 8;

const REASONING_TOKENS: Record<string, number> = { none: 0, minimal: 0, low: 64, medium: 192, high: 512, xhigh: 1024 };

/**
 * Answers one request. `seed` decides the ids only: the answer itself depends on nothing but the request.
 * Throws ApiError for what the model's endpoint would refuse.
 */
export function answerRequest(
  endpoint: Endpoint,
  body: JsonObject,
  model: Model,
  seed: string,
  createdAt: number,
  faults: readonly BatchFault[] = [],
): Answer {
  if (endpoint === '/v1/embeddings') return embeddingsBody(body, model);
  refuseUnsupported(endpoint, body, model);
  const prompt = endpoint === '/v1/responses' ? responsesPrompt(body) : chatPrompt(body);
  if (prompt.inputTokens > model.contextTokens) throw tooLong(endpoint, prompt, model);
  const completion = complete(prompt, model, { seed, createdAt, faults });
  const shaped = endpoint === '/v1/responses' ? responseBody(completion, body) : chatBody(completion);
  const { inputTokens, outputTokens, reasoningTokens } = completion;
  return { body: shaped, usage: { inputTokens, outputTokens, reasoningTokens } };
}

type Moment = { seed: string; createdAt: number; faults: readonly BatchFault[] };

function complete(prompt: Prompt, model: Model, { seed, createdAt, faults }: Moment): Completion {
  const packed = prompt.schema && readPacked(prompt.schema, prompt.userText);
  const full = packed
    ? JSON.stringify(packedAnswer(packed, prompt.instructions, faults, seed))
    : answerToOne(prompt, prompt.userText.slice(0, MAX_READ));
  const cut = packed && packed.rows.length > 1 && faults.includes('packs-cut-off') ? CUT_OFF_TOKENS : null;
  const limit = cut ?? prompt.maxOutputTokens ?? Number.POSITIVE_INFINITY;
  const thinking = model.kind === 'reasoning' ? (REASONING_TOKENS[prompt.effort ?? 'medium'] ?? 192) : 0;
  const reasoningTokens = Math.min(thinking, limit);
  const needed = tokensOf(full);
  const isCutOff = needed > limit - reasoningTokens;
  const text = isCutOff ? firstTokens(full, limit - reasoningTokens) : full;
  const outputTokens = reasoningTokens + (isCutOff ? tokensOf(text) : needed);
  const id = base62(digest(seed), 29);
  return {
    id,
    text,
    isCutOff,
    createdAt,
    model,
    prompt,
    inputTokens: prompt.inputTokens,
    outputTokens,
    reasoningTokens,
  };
}

function answerToOne({ schema, instructions }: Prompt, text: string): string {
  return schema ? JSON.stringify(answerSchema(schema, instructions, text)) : writeText(instructions, text);
}

function refuseUnsupported(endpoint: Endpoint, body: JsonObject, model: Model): void {
  const isChat = endpoint === '/v1/chat/completions';
  if (isChat && model.kind === 'reasoning' && body.max_tokens !== undefined) {
    const message =
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    throw new ApiError(400, message, { param: 'max_tokens', code: 'unsupported_parameter' });
  }
  if (!refusesSampling(model)) return;
  for (const param of ['temperature', 'top_p']) {
    const value = body[param];
    if (value === undefined || value === null || value === 1) continue;
    const message = `Unsupported value: '${param}' does not support ${String(value)} with this model. Only the default (1) value is supported.`;
    throw new ApiError(400, message, { param, code: 'unsupported_value' });
  }
}

function tooLong(endpoint: Endpoint, prompt: Prompt, model: Model): ApiError {
  const param = endpoint === '/v1/responses' ? 'input' : 'messages';
  const message = `This model's maximum context length is ${model.contextTokens} tokens. However, your messages resulted in ${prompt.inputTokens} tokens. Please reduce the length of the messages.`;
  return new ApiError(400, message, { param, code: 'context_length_exceeded' });
}
