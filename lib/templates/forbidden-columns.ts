import type { Issue } from '#lib/errors.ts';
import { holeFor } from './holes.ts';
import { columnsUsed } from './render.ts';

/** One issue for each column that must never be sent and stands in the prompt all the same, at the text it stands in. */
export function listForbiddenColumns(
  prompt: { system?: string | undefined; user: string },
  columns: readonly string[],
  neverSend: readonly string[],
): Issue[] {
  if (neverSend.length === 0) return [];
  const forbidden = new Set(neverSend);
  const texts = [
    ['prompt.system', prompt.system ?? ''],
    ['prompt.user', prompt.user],
  ] as const;
  return texts.flatMap(([path, text]) =>
    columnsUsed({ user: text }, columns)
      .filter((column) => forbidden.has(column))
      .map((column) => ({ path, message: forbiddenSentence(column) })),
  );
}

function forbiddenSentence(column: string): string {
  return `The column "${column}" is set to "never send", but the instruction has it. Take ${holeFor(column)} out, or give the column another role.`;
}
