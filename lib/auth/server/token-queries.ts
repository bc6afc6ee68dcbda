import 'server-only';
import { randomBytes } from 'node:crypto';
import { isAtLeast, type MemberRole } from '#lib/auth/roles.ts';
import type { TokenInput } from '#lib/auth/schema.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { tokenSha256 } from './bearer.ts';
import type { Actor } from './session.ts';

const TOKEN_BYTES = 32;

export type ApiTokenSummary = {
  id: string;
  name: string;
  role: MemberRole;
  /** Its last four characters. */
  hint: string;
  createdAt: Date;
  lastUsedAt: Date | null;
};

const tokenSummary = { id: true, name: true, role: true, hint: true, createdAt: true, lastUsedAt: true } as const;

/**
 * Makes a token and returns it in full, which nobody can do again: only its SHA-256 is kept.
 *
 * @throws AppError `forbidden` when it would be allowed more than its maker.
 */
export async function createToken(
  db: Db,
  actor: Actor,
  { name, role }: TokenInput,
): Promise<{ id: string; token: string }> {
  if (!isAtLeast(actor.role, role)) {
    throw new AppError(
      'forbidden',
      `A ${actor.role} cannot make a token with the role ${role}. Choose ${actor.role} or below.`,
    );
  }
  const id = newId('tok');
  const token = `rowmill_${randomBytes(TOKEN_BYTES).toString('base64url')}`;
  await db.apiToken.create({
    data: {
      id,
      workspaceId: actor.workspaceId,
      name,
      role,
      sha256: tokenSha256(token),
      hint: token.slice(-4),
      createdById: actor.userId,
    },
  });
  return { id, token };
}

export async function listTokens(db: Db, workspaceId: string): Promise<ApiTokenSummary[]> {
  return db.apiToken.findMany({
    where: { workspaceId },
    select: tokenSummary,
    orderBy: { createdAt: 'desc' },
    take: 500,
  });
}

/** Ends a token at once. @throws AppError `not_found`, also for another workspace's token. */
export async function deleteToken(db: Db, workspaceId: string, tokenId: string): Promise<void> {
  const { count } = await db.apiToken.deleteMany({ where: { id: tokenId, workspaceId } });
  if (count === 0) throw new AppError('not_found', 'This token does not exist; it may have been revoked already.');
}
