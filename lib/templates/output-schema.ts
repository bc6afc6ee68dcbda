import type { Output } from './schema.ts';

/** A strict JSON schema in the shape the providers take: `name` is only a title for the model. */
export type AnswerSchema = { name: string; strict: true; schema: Record<string, unknown> };

/** The schema an answer is asked for with, or null when the answer is free text. Labels keep the order given. */
export function outputSchema(output: Output): AnswerSchema | null {
  if (output.kind === 'text') return null;
  return {
    name: 'answer',
    strict: true,
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['label'],
      properties: { label: { type: 'string', enum: output.labels } },
    },
  };
}

/**
 * The schema of a request of several rows: one entry a row, found by its key. It names no key, so that it is the same in every
 * request: a provider makes it ready once, and what begins alike is read from its cache.
 */
export function packedSchema(output: Output): AnswerSchema {
  const answer = output.kind === 'text' ? { type: 'string' } : { type: 'string', enum: output.labels };
  const name = defaultColumn(output);
  return {
    name: 'answers',
    strict: true,
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['answers'],
      properties: {
        answers: {
          type: 'array',
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['key', name],
            properties: { key: { type: 'string' }, [name]: answer },
          },
        },
      },
    },
  };
}

/** What the column of an answer is called where nobody named it. */
export function defaultColumn(output: Pick<Output, 'kind'>): string {
  return output.kind === 'text' ? 'answer' : 'label';
}

/**
 * Names of the columns an answer becomes: the one it was given, else `answer` or `label`; with `_2`, `_3`… when the
 * dataset already has that name.
 */
export function outputColumns(
  output: Pick<Output, 'kind'>,
  datasetColumns: readonly string[],
  name = defaultColumn(output),
): string[] {
  const taken = new Set(datasetColumns);
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name}_${number}`;
  return [free];
}
