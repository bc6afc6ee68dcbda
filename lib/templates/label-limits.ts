/** OpenAI, structured outputs: a list of more than 250 values may have 15,000 characters together. */
export const MANY_LABELS = 250;
export const MAX_MANY_LABELS_CHARS = 15_000;

/**
 * Why the provider would refuse a list of labels although each of them is fine; null when it takes it. Checked when a run
 * is made and not in the schema, so that runs made before the limit was known can still be read.
 */
export function labelLimitProblem(labels: readonly string[]): string | null {
  const chars = labels.reduce((sum, label) => sum + label.length, 0);
  if (labels.length <= MANY_LABELS || chars <= MAX_MANY_LABELS_CHARS) return null;
  const [count, many, most] = [chars, MANY_LABELS, MAX_MANY_LABELS_CHARS].map((number) =>
    number.toLocaleString('en-US'),
  );
  return `These labels have ${count} characters together. Lists of more than ${many} labels may have ${most}: shorten some, or remove some.`;
}
