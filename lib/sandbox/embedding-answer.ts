import type { Answer } from './answer.ts';
import { ApiError } from './api-error.ts';
import { numberFrom } from './chance.ts';
import { type JsonObject, listOf } from './json.ts';
import type { Model } from './models.ts';
import { tokensOf } from './tokens.ts';
import { wordsOf } from './words.ts';

const MAX_INPUTS = 2048;

/** One unit vector per input: texts that share words point in similar directions. Throws ApiError for a bad input. */
export function embeddingsBody(body: JsonObject, model: Model): Answer {
  const inputs =
    typeof body.input === 'string' ? [body.input] : listOf(body.input).filter((one) => typeof one === 'string');
  if (inputs.length === 0 || inputs.includes('')) {
    throw new ApiError(
      400,
      "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.",
    );
  }
  if (inputs.length > MAX_INPUTS) {
    throw new ApiError(400, `'$.input' is too long: expected at most ${MAX_INPUTS} items.`, { param: 'input' });
  }
  const dimensions = dimensionsOf(body, model);
  let inputTokens = 0;
  const data = inputs.map((text, index) => {
    const tokens = tokensOf(text);
    if (tokens > model.contextTokens) throw inputTooLong(tokens, model);
    inputTokens += tokens;
    const vector = vectorOf(text, dimensions);
    const embedding =
      body.encoding_format === 'base64' ? Buffer.from(vector.buffer).toString('base64') : rounded(vector);
    return { object: 'embedding', index, embedding };
  });
  return {
    body: {
      object: 'list',
      data,
      model: model.snapshot,
      usage: { prompt_tokens: inputTokens, total_tokens: inputTokens },
    },
    usage: { inputTokens, outputTokens: 0, reasoningTokens: 0 },
  };
}

function dimensionsOf(body: JsonObject, model: Model): number {
  const full = model.name === 'text-embedding-3-large' ? 3072 : 1536;
  const wanted = body.dimensions ?? full;
  if (typeof wanted === 'number' && Number.isInteger(wanted) && wanted >= 1 && wanted <= full) return wanted;
  throw new ApiError(400, `Invalid value for 'dimensions' = ${String(wanted)}. Must be between 1 and ${full}.`, {
    param: 'dimensions',
  });
}

function inputTooLong(tokens: number, model: Model): ApiError {
  const message = `This model's maximum context length is ${model.contextTokens} tokens, however you requested ${tokens} tokens. Please reduce your prompt; or completion length.`;
  return new ApiError(400, message, { code: 'context_length_exceeded' });
}

function vectorOf(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of wordsOf(text.slice(0, 20_000))) {
    let state = numberFrom(word);
    // Each word pushes a few dimensions, the same ones in every text.
    for (let push = 0; push < 8; push++) {
      const at = state % dimensions;
      vector[at] = (vector[at] ?? 0) + (state & 0x10000 ? 1 : -1);
      state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) >>> 0;
    }
  }
  let state = numberFrom(text) || 1;
  for (let at = 0; at < dimensions; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    vector[at] = (vector[at] ?? 0) + (state / 2 ** 32 - 0.5) * 0.1;
  }
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1;
  return vector.map((value) => value / length);
}

function rounded(vector: Float32Array): number[] {
  return Array.from(vector, (value) => Math.round(value * 1e8) / 1e8);
}
