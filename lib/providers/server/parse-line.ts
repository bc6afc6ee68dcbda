import { classifyFailure } from '#lib/providers/server/classify-failure.ts';
import { cleanMessage, cleanText } from '#lib/providers/server/clean-text.ts';
import { countOf, listOf, parseJson, recordOf, textOf } from '#lib/providers/server/json.ts';
import type { AnswerLine, Usage } from '#lib/providers/server/provider.ts';

/** No request is so large. A count above it is a mistake, and booked it could overflow what a batch or a row can hold. */
const MAX_TOKENS = 10_000_000;

type Json = Readonly<Record<string, unknown>>;
type Answer = AnswerLine['answer'];

/**
 * Reads one line of an output or error file; never throws. A line is a success only with a 2xx status and a usable body.
 * U+0000 and lone surrogates in what the model wrote become U+FFFD: the database cannot hold them.
 */
export function parseLine(text: string): AnswerLine {
  const line = recordOf(parseJson(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text));
  return line ? answerLineOf(line) : unreadable(text);
}

/** The same for a line that is read already, and for an answer that came by itself and was put into a line's form. */
export function answerLineOf(line: Json): AnswerLine {
  const response = recordOf(line.response);
  const body = recordOf(response?.body);
  return {
    key: cleanOrNull(line.custom_id),
    model: cleanOrNull(body?.model),
    usage: body ? usageOf(body.usage) : null,
    answer: answerOf(line, response, body),
  };
}

function unreadable(text: string): AnswerLine {
  const message = `A line of ${text.length} characters is not what the provider's result files are made of.`;
  return { key: null, model: null, usage: null, answer: { kind: 'failure', cause: 'unreadable', message } };
}

function answerOf(line: Json, response: Json | null, body: Json | null): Answer {
  const outer = errorOf(line.error);
  if (outer) return classifyFailure(statusOf(response), outer);
  const status = statusOf(response);
  const inner = errorOf(body?.error);
  if (inner || status === null || status < 200 || status > 299) return classifyFailure(status, inner ?? {});
  if (Array.isArray(body?.choices)) return chatAnswer(body.choices);
  if (Array.isArray(body?.output)) return responsesAnswer(body, body.output);
  return empty();
}

function statusOf(response: Json | null): number | null {
  return countOf(response?.status_code);
}

/** `{}` and `{"code":null,"message":""}` are some gateways' way to say that there was none. */
function errorOf(value: unknown): { code?: string; type?: string; message?: string } | null {
  const plain = textOf(value);
  if (plain) return { message: plain };
  const error = recordOf(value);
  const code = textOf(error?.code);
  const type = textOf(error?.type);
  const message = textOf(error?.message);
  if (!code && !type && !message) return null;
  return { ...(code && { code }), ...(type && { type }), ...(message && { message }) };
}

function chatAnswer(choices: readonly unknown[]): Answer {
  const choice = recordOf(choices[0]);
  const message = recordOf(choice?.message);
  const content = contentOf(message?.content);
  const finish = textOf(choice?.finish_reason)?.toLowerCase();
  if (finish === 'content_filter') return blocked(content);
  const refusal = textOf(message?.refusal);
  if (refusal) return refused(refusal);
  if (finish === 'length') return cutOff(content);
  return content === '' ? empty() : { kind: 'content', content };
}

function responsesAnswer(body: Json, output: readonly unknown[]): Answer {
  let content = '';
  let refusal = '';
  for (const item of output) {
    const { type, content: parts } = recordOf(item) ?? {};
    if (type !== 'message') continue;
    content += contentOf(parts);
    refusal += refusalOf(parts);
  }
  const status = textOf(body.status)?.toLowerCase() ?? 'completed';
  if (status === 'incomplete') {
    const reason = textOf(recordOf(body.incomplete_details)?.reason);
    return reason === 'content_filter' ? blocked(content) : cutOff(content);
  }
  if (refusal) return refused(refusal);
  if (status !== 'completed') return classifyFailure(null, { message: `The answer ended as “${status}”.` });
  return content === '' ? empty() : { kind: 'content', content };
}

/** The text of a message: a string, or the parts it is made of. */
function contentOf(value: unknown): string {
  if (typeof value === 'string') return cleanText(value);
  let content = '';
  for (const part of listOf(value)) {
    const text = recordOf(part)?.text;
    if (typeof text === 'string') content += text;
  }
  return cleanText(content);
}

function refusalOf(parts: unknown): string {
  return listOf(parts)
    .map((part) => textOf(recordOf(part)?.refusal) ?? '')
    .join('');
}

function empty(): Answer {
  return { kind: 'failure', cause: 'empty_answer', message: 'The model answered with nothing.' };
}

function refused(refusal: string): Answer {
  return { kind: 'failure', cause: 'refused', message: cleanMessage(refusal) };
}

function cutOff(content: string): Answer {
  const message = 'The answer reached the longest length allowed before it was complete.';
  return { kind: 'failure', cause: 'cut_off', message, ...(content !== '' && { content }) };
}

function blocked(content: string): Answer {
  const message = 'The provider’s content filter stopped the answer.';
  return { kind: 'failure', cause: 'content_policy', message, ...(content !== '' && { content }) };
}

/** Token counts of chat completions (`prompt_tokens`) and of responses (`input_tokens`), or null if it does not say. */
function usageOf(value: unknown): Usage | null {
  const usage = recordOf(value);
  if (!usage) return null;
  const inputTokens = countOf(usage.prompt_tokens ?? usage.input_tokens);
  const outputTokens = countOf(usage.completion_tokens ?? usage.output_tokens) ?? 0;
  if (inputTokens === null || inputTokens > MAX_TOKENS || outputTokens > MAX_TOKENS) return null;
  const details = recordOf(usage.prompt_tokens_details ?? usage.input_tokens_details);
  return {
    inputTokens,
    // More cached than read is impossible; believing it would make a cost negative.
    cachedInputTokens: Math.min(countOf(details?.cached_tokens) ?? 0, inputTokens),
    outputTokens,
  };
}

function cleanOrNull(value: unknown): string | null {
  const text = textOf(value);
  return text === null ? null : cleanText(text);
}
