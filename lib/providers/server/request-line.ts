import { dropsTemperature, type Endpoint, takesEffort } from '#lib/providers/catalog.ts';
import type { RequestShape, RowRequest } from '#lib/providers/server/provider.ts';

/**
 * Makes the function that writes one line of the input file. What is the same on every line is serialized here, once:
 * a run writes up to millions of them. The system text is usually one text for the whole run, so the last one is kept.
 */
export function requestLineFor(shape: RequestShape, endpoint: Endpoint): (request: RowRequest) => string {
  const isChat = endpoint === '/v1/chat/completions';
  const constant = JSON.stringify(isChat ? chatBody(shape) : responsesBody(shape)).slice(0, -1);
  const head = `","method":"POST","url":"${endpoint}","body":${constant}`;
  const systemPart = keepLast((system: string) =>
    isChat ? `{"role":"system","content":${quote(system)}},` : `"instructions":${quote(system)},`,
  );
  if (isChat) {
    return ({ key, system, user }) =>
      `{"custom_id":"${key}${head},"messages":[${system ? systemPart(system) : ''}{"role":"user","content":${quote(user)}}]}}`;
  }
  return ({ key, system, user }) =>
    `{"custom_id":"${key}${head},${system ? systemPart(system) : ''}"input":${quote(user)}}}`;
}

function chatBody({ model, jsonSchema, temperature, maxOutputTokens, reasoningEffort }: RequestShape) {
  return {
    model,
    ...(temperature !== undefined && !dropsTemperature(model) && { temperature }),
    ...(maxOutputTokens !== undefined && { max_completion_tokens: maxOutputTokens }),
    ...(reasoningEffort && takesEffort(model) && { reasoning_effort: reasoningEffort }),
    ...(jsonSchema && { response_format: { type: 'json_schema', json_schema: { ...strict(jsonSchema) } } }),
  };
}

function responsesBody({ model, jsonSchema, temperature, maxOutputTokens, reasoningEffort }: RequestShape) {
  return {
    model,
    ...(temperature !== undefined && !dropsTemperature(model) && { temperature }),
    ...(maxOutputTokens !== undefined && { max_output_tokens: maxOutputTokens }),
    ...(reasoningEffort && takesEffort(model) && { reasoning: { effort: reasoningEffort } }),
    ...(jsonSchema && { text: { format: { type: 'json_schema', ...strict(jsonSchema) } } }),
  };
}

function strict({ name, schema }: { name: string; schema: Readonly<Record<string, unknown>> }) {
  return { name, strict: true, schema };
}

const LINE_ENDS = /[\u0085\u2028\u2029]/g;

/**
 * A JSON string on one line, whatever splits lines at the other end: U+0085, U+2028 and U+2029 are written as escapes.
 * A lone surrogate (half an emoji, cut by a filter) becomes U+FFFD: strict JSON readers refuse its escape, and one
 * refused line would fail the whole batch.
 */
function quote(text: string): string {
  const quoted = JSON.stringify(text.toWellFormed());
  return quoted.search(LINE_ENDS) < 0 ? quoted : quoted.replace(LINE_ENDS, escapeOf);
}

function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function keepLast(make: (text: string) => string): (text: string) => string {
  let lastText: string | undefined;
  let lastMade = '';
  return (text) => {
    if (text !== lastText) {
      lastMade = make(text);
      lastText = text;
    }
    return lastMade;
  };
}
