import 'server-only';
import { isAPIError } from 'better-auth/api';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { signInPath } from '#lib/auth/return-path.ts';
import type { MemberRole } from '#lib/auth/roles.ts';
import { AppError } from '#lib/errors.ts';
import { db } from '#lib/platform/db/client.ts';
import { DATABASE_LOST } from '#lib/platform/http/shown-error.ts';
import { auth } from './better-auth.ts';

/** Who is asking, for which workspace, in which role. `userId` is null for tokens: a token is nobody's face. */
export type Actor = {
  workspaceId: string;
  userId: string | null;
  name: string;
  role: MemberRole;
  via: 'session' | 'token';
};

/** The person of the current page or action, or null. One look-up per request, however often it is asked. */
export const findActor = cache(async (): Promise<Actor | null> => findSessionActor(await headers()));

/** @throws AppError `unauthenticated`. */
export async function requireActor(): Promise<Actor> {
  const actor = await findActor();
  if (!actor) throw notSignedIn();
  return actor;
}

/** Which page was asked for, noted by the web server (scripts/web.mjs), whatever the client said there. */
const ASKED_PATH = 'x-rowmill-path';

/** For pages: sends a stranger to sign in and back here, and the very first visitor to the welcome page. */
export async function requirePageActor(): Promise<Actor> {
  const actor = await findActor();
  if (actor) return actor;
  redirect((await hasAnyUser()) ? signInPath((await headers()).get(ASKED_PATH)) : '/welcome');
}

/** The person a session cookie belongs to, or null when it is missing, forged, expired or of someone who left. */
export async function findSessionActor(requestHeaders: Headers): Promise<Actor | null> {
  if (!requestHeaders.has('cookie')) return null;
  const session = await readSession(requestHeaders);
  if (!session) return null;
  const membership = await db().membership.findFirst({
    where: { userId: session.user.id },
    select: { workspaceId: true, role: true },
    orderBy: { createdAt: 'asc' },
  });
  if (!membership) return null;
  return { ...membership, userId: session.user.id, name: session.user.name, via: 'session' };
}

async function readSession(requestHeaders: Headers) {
  try {
    return await auth().api.getSession({ headers: requestHeaders });
  } catch (cause) {
    // The library hides what happened behind a 500 of its own, and all it does here is ask the database.
    if (isAPIError(cause)) throw new AppError('unavailable', DATABASE_LOST, { cause });
    throw cause;
  }
}

/** False until the owner exists: then the only page is the welcome. */
export async function hasAnyUser(): Promise<boolean> {
  return (await db().user.findFirst({ select: { id: true } })) !== null;
}

export function notSignedIn(): AppError {
  return new AppError('unauthenticated', 'You are signed out. Sign in and try again.');
}
