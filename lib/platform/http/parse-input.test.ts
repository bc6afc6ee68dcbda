import { expect, test } from 'vitest';
import { z } from 'zod';
import { AppError } from '#lib/errors.ts';
import { parseInput } from './parse-input.ts';

const Input = z.strictObject({
  name: z.string(),
  prompt: z.strictObject({ user: z.string() }),
  labels: z.string().array(),
});
const GOOD = { name: 'é😀', prompt: { user: 'a\nb' }, labels: ['x', 'y'] };

function issuesOf(raw: unknown) {
  try {
    parseInput(Input, raw);
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.issues;
    throw error;
  }
  return [];
}

test('good input comes back as the schema makes it', () => {
  expect(parseInput(Input, GOOD)).toEqual(GOOD);
});

test('every field that is not known is named by its own path', () => {
  const issues = issuesOf({ ...GOOD, evil: 1, worse: 2, prompt: { user: 'x', temperature: 1 } });
  expect(issues.map((issue) => issue.path).toSorted()).toEqual(['evil', 'prompt.temperature', 'worse']);
});

test.each(['a\0b', '\ud800x', 'x\udc00'])('text that no database can keep is refused with its path: %j', (text) => {
  expect(issuesOf({ ...GOOD, name: text }).map((issue) => issue.path)).toEqual(['name']);
  expect(issuesOf({ ...GOOD, prompt: { user: text } }).map((issue) => issue.path)).toEqual(['prompt.user']);
  expect(issuesOf({ ...GOOD, labels: ['fine', text] }).map((issue) => issue.path)).toEqual(['labels.1']);
});

test('the sentence names the first field and says how many more there are', () => {
  expect(() => parseInput(Input, { ...GOOD, name: 1, evil: 1 })).toThrow(/^name: .* \(and 1 more\)$/);
});
