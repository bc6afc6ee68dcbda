import { expect, test } from 'vitest';
import { COLUMN_ROLES, columnsWithRole, type GivenRoles, roleOf, withRole } from './column-roles.ts';
import { listForbiddenColumns } from './forbidden-columns.ts';

const NONE: GivenRoles = { roles: {}, goldColumn: '' };
const USED = new Set(['text']);

test('a column without a given role is used when the instruction has it, and kept otherwise', () => {
  expect(roleOf('text', NONE, USED)).toBe('use');
  expect(roleOf('note', NONE, USED)).toBe('keep');
  // A name that every object has is a column like any other.
  expect(roleOf('constructor', NONE, USED)).toBe('keep');
});

test('a given role is the column’s role, whatever the instruction says, until another one is given', () => {
  for (const first of COLUMN_ROLES)
    for (const second of COLUMN_ROLES) {
      const given = withRole(withRole(NONE, 'text', first), 'text', second);
      const byItself = second === 'use' || second === 'keep';
      expect(roleOf('text', given, USED), `${first}, then ${second}`).toBe(byItself ? 'use' : second);
    }
});

test('there is one ID and one gold answer, and any number of columns that are never sent', () => {
  let given = NONE;
  for (const column of ['a', 'b', 'c']) given = withRole(given, column, 'id');
  expect(columnsWithRole(given, 'id')).toEqual(['c']);
  for (const column of ['a', 'b']) given = withRole(given, column, 'gold');
  expect(given.goldColumn).toBe('b');
  for (const column of ['a', 'd']) given = withRole(given, column, 'never');
  expect(columnsWithRole(given, 'never')).toEqual(['a', 'd']);
  expect(columnsWithRole(given, 'id')).toEqual(['c']);
  expect(withRole(given, 'b', 'never').goldColumn).toBe('');
});

test('a column that is never sent is found in either text, by any way of naming it', () => {
  const columns = ['text', 'salary', 'first name'];
  const find = (user: string, system?: string) =>
    listForbiddenColumns({ user, system }, columns, ['salary', 'first name']);
  expect(find('About {{text}}')).toEqual([]);
  expect(find('About {{ salary | upcase }}').map((issue) => issue.path)).toEqual(['prompt.user']);
  expect(find('{% if salary != "" %}rich{% endif %}')).toHaveLength(1);
  expect(find('{{text}}', 'You know {{first name}}.')[0]).toMatchObject({ path: 'prompt.system' });
  expect(find('{{salary}} {{first name}} {{salary}}')).toHaveLength(2);
  expect(find('{{salary}}')[0]?.message).toContain('Take {{salary}} out');
  // The word alone sends nothing.
  expect(find('Guess the salary')).toEqual([]);
  // While another part is still wrong, what is clear is said already.
  expect(find('{{salary}} {{slary}}')).toHaveLength(1);
  expect(listForbiddenColumns({ user: '{{salary}}' }, columns, [])).toEqual([]);
});
