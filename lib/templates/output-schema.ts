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

/** Names of the columns an answer becomes: `answer` or `label`, with `_2`, `_3`… when the dataset already has that name. */
export function outputColumns(output: Output, datasetColumns: readonly string[]): string[] {
  const name = output.kind === 'text' ? 'answer' : 'label';
  const taken = new Set(datasetColumns);
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name}_${number}`;
  return [free];
}
