import type { Output } from './schema.ts';

export type AnswerProblem = 'answer_empty' | 'answer_not_valid_json' | 'answer_not_in_labels';

/** One answer read: `values` has one text per output column. A problem's `message` is a sentence for the person. */
export type ParsedAnswer = { ok: true; values: string[] } | { ok: false; code: AnswerProblem; message: string };

const MAX_QUOTED_CHARS = 80;

/**
 * Makes the reader of all answers of one run. Free text is kept exactly as it came, white space too; a label must be one
 * of the list to the letter, in the object that was asked for: an answer that needs guessing is a failure.
 */
export function compileAnswerParser(output: Output): (content: string) => ParsedAnswer {
  if (output.kind === 'text') return parseText;
  const labels = new Set(output.labels);
  return (content) => parseLabel(content, labels);
}

/** The same for answers that were read out of a larger one: each is the text itself, or the label itself. */
export function compileValueParser(output: Output): (value: string) => ParsedAnswer {
  if (output.kind === 'text') return parseText;
  const labels = new Set(output.labels);
  return (value) => (isBlank(value) ? emptyAnswer() : knownLabel(value, labels));
}

function parseText(content: string): ParsedAnswer {
  return isBlank(content) ? emptyAnswer() : { ok: true, values: [content] };
}

function parseLabel(content: string, labels: ReadonlySet<string>): ParsedAnswer {
  if (isBlank(content)) return emptyAnswer();
  const label = readLabel(content);
  if (label === null)
    return {
      ok: false,
      code: 'answer_not_valid_json',
      message: `The model answered ${quoted(content)} instead of one label in the form that was asked for.`,
    };
  return knownLabel(label, labels);
}

function knownLabel(label: string, labels: ReadonlySet<string>): ParsedAnswer {
  if (labels.has(label)) return { ok: true, values: [label] };
  return {
    ok: false,
    code: 'answer_not_in_labels',
    message: `The model answered ${quoted(label)}, which is not one of the ${labels.size.toLocaleString('en-US')} labels.`,
  };
}

/** The label of `{"label": "…"}`, or null when the content is anything else, extra properties included. */
function readLabel(content: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('label' in value)) return null;
  if (typeof value.label !== 'string' || Object.keys(value).length !== 1) return null;
  return value.label;
}

function emptyAnswer(): ParsedAnswer {
  return { ok: false, code: 'answer_empty', message: 'The model gave an empty answer.' };
}

function isBlank(content: string): boolean {
  return !/\S/.test(content);
}

/** What was said, cut for a sentence. */
export function quoted(text: string): string {
  const letters = [...text.slice(0, (MAX_QUOTED_CHARS + 1) * 2)];
  return letters.length > MAX_QUOTED_CHARS ? `"${letters.slice(0, MAX_QUOTED_CHARS).join('')}…"` : `"${text}"`;
}
