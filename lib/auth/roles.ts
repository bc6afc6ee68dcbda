import { AppError } from '#lib/errors.ts';

/** From most to least allowed. The database enum has the same words. */
export const MEMBER_ROLES = ['owner', 'lead', 'member', 'viewer'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** What a role may be allowed to do; every action and route names one. */
export type Permission =
  | 'read'
  | 'dataset:create'
  | 'dataset:rename'
  | 'dataset:delete'
  | 'template:change'
  | 'run:create'
  | 'run:launch'
  | 'run:approve'
  | 'run:retry'
  | 'run:cancel'
  | 'run:label'
  | 'connection:manage'
  | 'price:manage'
  | 'spending:manage'
  | 'budget:read'
  | 'budget:manage'
  | 'token:manage'
  | 'cost:own'
  | 'cost:read'
  | 'audit:read';

/** The lowest role that may do it, and the words that finish "… may not". */
const RULES: Record<Permission, { lowest: MemberRole; words: string }> = {
  read: { lowest: 'viewer', words: 'look at this workspace' },
  'dataset:create': { lowest: 'member', words: 'add datasets' },
  'dataset:rename': { lowest: 'member', words: 'rename datasets' },
  'dataset:delete': { lowest: 'member', words: 'delete datasets' },
  'template:change': { lowest: 'member', words: 'save or change templates' },
  'run:create': { lowest: 'member', words: 'prepare runs' },
  'run:launch': { lowest: 'member', words: 'launch runs' },
  'run:approve': { lowest: 'lead', words: 'approve or decline runs' },
  'run:retry': { lowest: 'member', words: 'retry rows' },
  'run:cancel': { lowest: 'member', words: 'pause, resume or cancel runs' },
  'run:label': { lowest: 'member', words: 'change the labels of runs' },
  'connection:manage': { lowest: 'lead', words: 'change connections' },
  'price:manage': { lowest: 'lead', words: 'change prices' },
  'spending:manage': { lowest: 'lead', words: 'change the rules of spending' },
  'budget:read': { lowest: 'member', words: 'see budgets' },
  'budget:manage': { lowest: 'lead', words: 'change budgets' },
  'cost:own': { lowest: 'member', words: 'see what runs cost' },
  'cost:read': { lowest: 'lead', words: 'see what others spent' },
  'audit:read': { lowest: 'lead', words: 'read the audit log' },
  'token:manage': { lowest: 'lead', words: 'manage API tokens' },
};

const RANK: Record<MemberRole, number> = { owner: 3, lead: 2, member: 1, viewer: 0 };

export function can(role: MemberRole, permission: Permission): boolean {
  return isAtLeast(role, RULES[permission].lowest);
}

/** True when `role` may do everything `other` may do. */
export function isAtLeast(role: MemberRole, other: MemberRole): boolean {
  return RANK[role] >= RANK[other];
}

/** @throws AppError `forbidden`, with a sentence that names the role needed. */
export function requirePermission(role: MemberRole, permission: Permission): void {
  if (can(role, permission)) return;
  const { lowest, words } = RULES[permission];
  throw new AppError('forbidden', `A ${role} may not ${words}. Ask someone who is a ${lowest} or above.`);
}
