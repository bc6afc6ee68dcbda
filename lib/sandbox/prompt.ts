import { isObject, type JsonObject, listOf, objectIn } from './json.ts';
import { sharedTokens, tokensOf } from './tokens.ts';

/** A request of either shape, chat completions or responses, reduced to what an answer depends on. */
export type Prompt = {
  instructions: string;
  /** The last thing the user said: where the row's own words are. */
  userText: string;
  /** JSON schema of the answer; an empty object means "any JSON object", null means free text. */
  schema: JsonObject | null;
  maxOutputTokens: number | null;
  effort: string | null;
  inputTokens: number;
};

type Message = { role: string; text: string };

const TOKENS_PER_MESSAGE = 3;
const TOKENS_PER_REQUEST = 3;

export function chatPrompt(body: JsonObject): Prompt {
  const format = objectIn(body, 'response_format');
  const schema = format.type === 'json_schema' ? objectIn(objectIn(format, 'json_schema'), 'schema') : null;
  return promptFrom(messagesIn(body.messages), {
    schema: schema ?? (format.type === 'json_object' ? {} : null),
    maxOutputTokens: wholeNumber(body.max_completion_tokens) ?? wholeNumber(body.max_tokens),
    effort: body.reasoning_effort,
  });
}

export function responsesPrompt(body: JsonObject): Prompt {
  const format = objectIn(objectIn(body, 'text'), 'format');
  const messages = typeof body.input === 'string' ? [{ role: 'user', text: body.input }] : messagesIn(body.input);
  if (typeof body.instructions === 'string') messages.unshift({ role: 'system', text: body.instructions });
  return promptFrom(messages, {
    schema: format.type === 'json_schema' ? objectIn(format, 'schema') : format.type === 'json_object' ? {} : null,
    maxOutputTokens: wholeNumber(body.max_output_tokens),
    effort: objectIn(body, 'reasoning').effort,
  });
}

function promptFrom(
  messages: readonly Message[],
  rest: { schema: JsonObject | null; maxOutputTokens: number | null; effort: unknown },
): Prompt {
  const last = messages.findLastIndex((message) => message.role === 'user');
  let inputTokens = TOKENS_PER_REQUEST + (rest.schema ? sharedTokens(JSON.stringify(rest.schema)) : 0);
  for (const [at, { text }] of messages.entries()) {
    inputTokens += TOKENS_PER_MESSAGE + (at === last ? tokensOf(text) : sharedTokens(text));
  }
  const others = messages.filter((_, at) => at !== last);
  return {
    instructions: others.map((message) => message.text).join('\n'),
    userText: messages[last]?.text ?? '',
    schema: rest.schema,
    maxOutputTokens: rest.maxOutputTokens,
    effort: typeof rest.effort === 'string' ? rest.effort : null,
    inputTokens,
  };
}

function messagesIn(value: unknown): Message[] {
  return listOf(value)
    .filter(isObject)
    .map((message) => ({
      role: typeof message.role === 'string' ? message.role : 'user',
      text: textOf(message.content),
    }));
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  const parts = listOf(content).filter(isObject);
  return parts.map((part) => (typeof part.text === 'string' ? part.text : '')).join('\n');
}

function wholeNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null;
}
