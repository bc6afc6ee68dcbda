import type { Question } from './schema.ts';

/** Whether two ask the same to the letter; the order in which their parts are stored does not matter. */
export function isSameQuestion(a: Question, b: Question): boolean {
  return canonical([a.prompt, a.output, a.parameters]) === canonical([b.prompt, b.output, b.parameters]);
}

/** The same text for the same value, whatever the order of its keys; what is undefined is left out. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
