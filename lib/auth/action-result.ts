import type { ErrorBody } from '#lib/errors.ts';

/** What every server action answers: a failure is a value, because a throw would lose its sentence on the way to the browser. */
export type ActionResult<T> = { ok: true; data: T } | { ok: false; error: ErrorBody };

/** The answer to a form: with what was typed, so that a refused form is not an empty one. Passwords are never in it. */
export type FormResult<T> = ActionResult<T> & { typed: Readonly<Record<string, string>> };
