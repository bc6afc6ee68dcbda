import type { Issue } from '#lib/errors.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';

export type SetDraft = (change: Partial<RunDraft>) => void;

/** The sentence to show at a field: the first issue at it or below it. */
export function issueAt(issues: readonly Issue[], path: string): string | undefined {
  return issues.find((issue) => issue.path === path || issue.path?.startsWith(`${path}.`))?.message;
}
