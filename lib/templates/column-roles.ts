import { z } from 'zod';
import type { Issue } from '#lib/errors.ts';
import { columnsUsed, holeFor } from './render.ts';

/** What a column is for. `use` and `keep` follow from the instruction; the other three are said by a person. */
export const COLUMN_ROLES = ['use', 'keep', 'id', 'gold', 'never'] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

/** Roles a person gave to columns, by name. The gold answer stands in a field of its own, because a run has one at most. */
export type GivenRoles = { roles: Readonly<Roles>; goldColumn: string };

export const Roles = z.record(z.string(), z.enum(['id', 'never']));
export type Roles = z.infer<typeof Roles>;

/** The role of a column; one without a given role is used when the instruction has it, and only kept otherwise. */
export function roleOf(column: string, given: GivenRoles, used: ReadonlySet<string>): ColumnRole {
  if (column === given.goldColumn) return 'gold';
  const role = Object.hasOwn(given.roles, column) ? given.roles[column] : undefined;
  return role ?? (used.has(column) ? 'use' : 'keep');
}

/** The roles after a column got another one. A run has one ID column and one gold answer: the one before gives it up. */
export function withRole(given: GivenRoles, column: string, role: ColumnRole): GivenRoles {
  const kept = Object.entries(given.roles).filter(([name, old]) => name !== column && !(role === 'id' && old === 'id'));
  const added: [string, 'id' | 'never'][] = role === 'id' || role === 'never' ? [[column, role]] : [];
  const goldLeft = given.goldColumn === column ? '' : given.goldColumn;
  return { roles: Object.fromEntries([...kept, ...added]), goldColumn: role === 'gold' ? column : goldLeft };
}

/** The columns with this role, in the order they were given it. */
export function columnsWithRole(given: GivenRoles, role: 'id' | 'never'): string[] {
  return Object.entries(given.roles).flatMap(([column, its]) => (its === role ? [column] : []));
}

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
