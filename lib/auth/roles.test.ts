import { expect, test } from 'vitest';
import { AppError } from '#lib/errors.ts';
import { can, isAtLeast, MEMBER_ROLES, type MemberRole, type Permission, requirePermission } from './roles.ts';

const FROM_LOWEST = [...MEMBER_ROLES].reverse();

const LOWEST: [Permission, MemberRole][] = [
  ['read', 'viewer'],
  ['dataset:create', 'member'],
  ['dataset:delete', 'member'],
  ['run:create', 'member'],
  ['run:launch', 'member'],
  ['run:retry', 'member'],
  ['run:cancel', 'member'],
  ['cost:own', 'member'],
  ['cost:read', 'lead'],
  ['connection:manage', 'lead'],
  ['token:manage', 'lead'],
];

test.each(LOWEST)('%s needs a %s: that role and all above may, all below may not', (permission, lowest) => {
  const allowed = FROM_LOWEST.filter((role) => can(role, permission));
  expect(allowed).toEqual(FROM_LOWEST.slice(FROM_LOWEST.indexOf(lowest)));
});

test('a role is at least itself, and never at least a higher one', () => {
  for (const [rank, role] of FROM_LOWEST.entries()) {
    expect(FROM_LOWEST.filter((other) => isAtLeast(role, other))).toEqual(FROM_LOWEST.slice(0, rank + 1));
  }
});

test('a refusal says who may not do what, and whom to ask', () => {
  expect(() => requirePermission('viewer', 'run:launch')).toThrow(
    new AppError('forbidden', 'A viewer may not launch runs. Ask someone who is a member or above.'),
  );
});
