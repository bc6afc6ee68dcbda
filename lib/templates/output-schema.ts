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
