import 'server-only';
import type { z } from 'zod';
import { AppError, type Issue } from '#lib/errors.ts';

/** Turns what came from outside into what the schema promises. @throws AppError `invalid`, one issue per field. */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  const issues = parsed.success ? unkeepableTexts(parsed.data) : parsed.error.issues.flatMap(issuesOf);
  if (parsed.success && issues.length === 0) return parsed.data;
  throw new AppError('invalid', sentenceOf(issues), { issues });
}

function issuesOf(issue: z.core.$ZodIssue): Issue[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => issueAt([...path, key], `There is no field "${key}".`));
  }
  return [issueAt(path, issue.message)];
}

function issueAt(path: readonly string[], message: string): Issue {
  return path.length > 0 ? { path: path.join('.'), message } : { message };
}

/** PostgreSQL keeps no NUL and no half of a surrogate pair: such text is a mistake in the input, said before it is stored. */
function unkeepableTexts(value: unknown, path: readonly string[] = []): Issue[] {
  if (typeof value === 'string') {
    if (value.includes('\0')) return [issueAt(path, 'holds a NUL character, which no text may hold.')];
    return value.isWellFormed() ? [] : [issueAt(path, 'holds half of a character (a lone surrogate).')];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => unkeepableTexts(part, [...path, key]));
}

function sentenceOf(issues: readonly Issue[]): string {
  const [first] = issues;
  if (!first) return 'The input is not valid.';
  const words = first.path ? `${first.path}: ${first.message}` : first.message;
  return issues.length === 1 ? words : `${words} (and ${issues.length - 1} more)`;
}
