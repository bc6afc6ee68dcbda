import 'server-only';
import type { z } from 'zod';
import { AppError, type Issue } from '#lib/errors.ts';

/** Turns what came from outside into what the schema promises. @throws AppError `invalid`, one issue per field. */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(issueOf);
  throw new AppError('invalid', sentenceOf(issues), { issues });
}

function issueOf(issue: z.core.$ZodIssue): Issue {
  const path = issue.path.map(String).join('.');
  return path ? { path, message: issue.message } : { message: issue.message };
}

function sentenceOf(issues: readonly Issue[]): string {
  const [first] = issues;
  if (!first) return 'The input is not valid.';
  const words = first.path ? `${first.path}: ${first.message}` : first.message;
  return issues.length === 1 ? words : `${words} (and ${issues.length - 1} more)`;
}
