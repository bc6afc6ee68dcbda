import 'server-only';
import { unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import type { ActionResult } from '#lib/auth/action-result.ts';
import { type Permission, requirePermission } from '#lib/auth/roles.ts';
import { requireOwnOrigin } from '#lib/platform/http/origin.ts';
import { parseInput } from '#lib/platform/http/parse-input.ts';
import { toShownError } from '#lib/platform/http/shown-error.ts';
import { type Actor, findSessionActor, notSignedIn } from './session.ts';

/** What every change from a browser goes through, in this order: origin, sign-in, role, input, work, one error shape. */
export async function runAction<S extends z.ZodType, T>(
  headers: Headers,
  { schema, permission, raw }: { schema: S; permission: Permission; raw: unknown },
  handle: (input: z.output<S>, actor: Actor) => Promise<T>,
): Promise<ActionResult<T>> {
  return toResult(async () => {
    requireOwnOrigin(headers);
    const actor = await findSessionActor(headers);
    if (!actor) throw notSignedIn();
    requirePermission(actor.role, permission);
    return handle(parseInput(schema, raw), actor);
  });
}

/** The same without a sign-in, for the few actions that come before one. */
export async function runPublicAction<S extends z.ZodType, T>(
  headers: Headers,
  { schema, raw }: { schema: S; raw: unknown },
  handle: (input: z.output<S>) => Promise<T>,
): Promise<ActionResult<T>> {
  return toResult(async () => {
    requireOwnOrigin(headers);
    return handle(parseInput(schema, raw));
  });
}

async function toResult<T>(work: () => Promise<T>): Promise<ActionResult<T>> {
  try {
    return { ok: true, data: await work() };
  } catch (error) {
    // redirect() and notFound() are thrown on purpose and belong to Next.
    unstable_rethrow(error);
    return { ok: false, error: toShownError(error, 'action') };
  }
}
