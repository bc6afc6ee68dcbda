import 'server-only';
import { headers } from 'next/headers';
import type { z } from 'zod';
import type { ActionResult, FormResult } from '#lib/auth/action-result.ts';
import type { Permission } from '#lib/auth/roles.ts';
import { runAction, runPublicAction } from './run-action.ts';
import type { Actor } from './session.ts';

/** Wraps a use case as a server action. Errors come back as values; `redirect()` and `notFound()` pass through. */
export function defineAction<S extends z.ZodType, T>(
  schema: S,
  permission: Permission,
  handle: (input: z.output<S>, actor: Actor) => Promise<T>,
) {
  return async (raw: z.input<S>): Promise<ActionResult<T>> =>
    runAction(await headers(), { schema, permission, raw }, handle);
}

/** The same for a `<form action>` with useActionState: works before, and without, JavaScript in the browser. */
export function defineFormAction<S extends z.ZodType, T>(
  schema: S,
  permission: Permission,
  handle: (input: z.output<S>, actor: Actor) => Promise<T>,
) {
  return async (_previous: FormResult<T> | null, form: FormData): Promise<FormResult<T>> => {
    const raw = fieldsOf(form);
    return { ...(await runAction(await headers(), { schema, permission, raw }, handle)), typed: typedOf(raw) };
  };
}

/** A form action that comes before sign-in: only the origin and the input are checked. */
export function definePublicFormAction<S extends z.ZodType, T>(
  schema: S,
  handle: (input: z.output<S>, headers: Headers) => Promise<T>,
) {
  return async (_previous: FormResult<T> | null, form: FormData): Promise<FormResult<T>> => {
    const requestHeaders = await headers();
    const raw = fieldsOf(form);
    const result = await runPublicAction(requestHeaders, { schema, raw }, (input) => handle(input, requestHeaders));
    return { ...result, typed: typedOf(raw) };
  };
}

/** One value per name; React's own hidden fields are left out. */
function fieldsOf(form: FormData): Record<string, unknown> {
  return Object.fromEntries([...form].filter(([name]) => !name.startsWith('$ACTION')));
}

function typedOf(fields: Record<string, unknown>): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string' && !/password|secret|key/i.test(name)) typed[name] = value;
  }
  return typed;
}
