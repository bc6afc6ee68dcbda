import 'server-only';
import { unstable_rethrow } from 'next/navigation';
import { type Permission, requirePermission } from '#lib/auth/roles.ts';
import { AppError } from '#lib/errors.ts';
import { requireOwnOrigin } from '#lib/platform/http/origin.ts';
import { problemResponse } from '#lib/platform/http/problem.ts';
import { bearerOf, requireTokenActor } from './bearer.ts';
import { type Actor, findSessionActor } from './session.ts';

const READ_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Wraps a use case as a route handler: bearer token or session, role, work; every error as problem
 * details. A session that changes something must come from our own pages; a token needs no origin,
 * because no browser sends it by itself.
 */
export function defineRoute<Params = Record<string, never>>(
  permission: Permission,
  handle: (call: { request: Request; params: Params; actor: Actor }) => Promise<Response>,
) {
  return async (request: Request, context: { params: Promise<Params> }): Promise<Response> => {
    try {
      const actor = await requireRequestActor(request);
      requirePermission(actor.role, permission);
      return await handle({ request, params: await context.params, actor });
    } catch (error) {
      unstable_rethrow(error);
      return problemResponse(error, `${request.method} ${new URL(request.url).pathname}`);
    }
  };
}

/** Who is asking. A token that is sent but wrong is refused, even beside a good cookie. */
async function requireRequestActor(request: Request): Promise<Actor> {
  const token = bearerOf(request.headers);
  if (token !== null) return requireTokenActor(token);
  const actor = await findSessionActor(request.headers);
  if (!actor) {
    throw new AppError('unauthenticated', 'Send an API token as "Authorization: Bearer …", or sign in first.');
  }
  if (!READ_METHODS.has(request.method)) requireOwnOrigin(request.headers);
  return actor;
}
