import type { Output } from './schema.ts';

/**
 * What the model is told about the labels, or null when none is described. It is said in words beside the instruction and
 * not in the answer's schema, because many providers only hold the answer against the schema and never show it to the model.
 */
export function labelGuide(output: Output): string | null {
  if (output.kind !== 'label') return null;
  const lines = output.labels.flatMap((label) => {
    const text = descriptionOf(output.descriptions, label);
    return text === null ? [] : [`- ${label}: ${text}`];
  });
  return lines.length === 0 ? null : `What the labels mean:\n${lines.join('\n')}`;
}

/** A label may be called "constructor": only what was really given counts. */
export function descriptionOf(
  descriptions: Readonly<Record<string, string>> | undefined,
  label: string,
): string | null {
  if (!descriptions || !Object.hasOwn(descriptions, label)) return null;
  return descriptions[label] ?? null;
}
