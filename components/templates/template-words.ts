import { countOf } from '#lib/format.ts';
import type { Output } from '#lib/templates/schema.ts';

/** What an answer is, in a few words. */
export function answerWord(output: Output): string {
  return output.kind === 'text' ? 'Free text' : `One of ${countOf(output.labels.length, 'label')}`;
}

/** `Needs the columns text and note`. */
export function columnsSentence(columns: readonly string[]): string {
  if (columns.length === 0) return 'Uses no column: every row is asked the same.';
  return `Needs the ${columns.length === 1 ? 'column' : 'columns'} ${columns.join(', ')}.`;
}
