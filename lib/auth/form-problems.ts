import type { ActionResult } from './action-result.ts';

/** The sentence for one field of a form, when the last answer has one. */
export function issueOf(result: ActionResult<unknown> | null, path: string): string | undefined {
  if (result === null || result.ok) return undefined;
  return result.error.issues.find((issue) => issue.path === path)?.message;
}

/** The sentence above a form: what no single field is to blame for. */
export function formProblemOf(result: ActionResult<unknown> | null): string | undefined {
  if (result === null || result.ok || result.error.issues.length > 0) return undefined;
  return result.error.message;
}
