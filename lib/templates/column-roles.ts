/** What a column is for. `use` and `keep` follow from the instruction; the other three are said by a person. */
export const COLUMN_ROLES = ['use', 'keep', 'id', 'gold', 'never'] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

/** Roles a person gave to columns, by name. The gold answer stands in a field of its own, because a run has one at most. */
export type GivenRoles = { roles: Readonly<Roles>; goldColumn: string };

export type Roles = Record<string, 'id' | 'never'>;

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
