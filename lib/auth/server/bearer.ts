import 'server-only';
import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '#lib/errors.ts';
import { db } from '#lib/platform/db/client.ts';
import { env } from '#lib/platform/env.ts';
import { requireOnlyWorkspaceId } from './only-workspace.ts';
import type { Actor } from './session.ts';

const TOUCH_EVERY_MS = 60_000;

/** The token of an Authorization header, null when there is no such header. Another scheme is an empty token, which nobody has. */
export function bearerOf(headers: Headers): string | null {
  const value = headers.get('authorization');
  if (value === null) return null;
  return /^Bearer +(\S+) *$/i.exec(value)?.[1] ?? '';
}

/** Whom a bearer token stands for. @throws AppError `unauthenticated` when nobody knows it. */
export async function requireTokenActor(token: string): Promise<Actor> {
  const digest = sha256(token);
  const actor = isEnvironmentToken(digest) ? await environmentActor() : await findStoredTokenActor(digest);
  if (!actor) {
    throw new AppError('unauthenticated', 'This API token is not known here. Check it, or make a new one in Settings.');
  }
  return actor;
}

/** Hex SHA-256: what is stored of a token. */
export function tokenSha256(token: string): string {
  return sha256(token).toString('hex');
}

function sha256(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

function isEnvironmentToken(digest: Buffer): boolean {
  const expected = env.ROWMILL_API_TOKEN;
  return expected !== undefined && timingSafeEqual(digest, sha256(expected));
}

async function environmentActor(): Promise<Actor> {
  const workspaceId = await requireOnlyWorkspaceId(db());
  return { workspaceId, userId: null, name: 'ROWMILL_API_TOKEN', role: 'owner', via: 'token' };
}

async function findStoredTokenActor(digest: Buffer): Promise<Actor | null> {
  const token = await db().apiToken.findUnique({
    where: { sha256: digest.toString('hex') },
    select: { id: true, workspaceId: true, name: true, role: true, lastUsedAt: true },
  });
  if (!token) return null;
  await touch(token.id, token.lastUsedAt);
  return { workspaceId: token.workspaceId, userId: null, name: token.name, role: token.role, via: 'token' };
}

/** A busy script would otherwise write this row on every call. */
async function touch(tokenId: string, lastUsedAt: Date | null): Promise<void> {
  const now = new Date();
  if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < TOUCH_EVERY_MS) return;
  await db().apiToken.updateMany({ where: { id: tokenId }, data: { lastUsedAt: now } });
}
