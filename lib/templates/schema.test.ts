import { expect, test } from 'vitest';
import { MAX_DESCRIPTION_CHARS, MAX_DESCRIPTIONS_CHARS, MAX_LABELS, MAX_PROMPT_CHARS } from './limits.ts';
import { Output, Parameters, Prompt } from './schema.ts';

function messages(result: { error?: { issues: { message: string; path: PropertyKey[] }[] } | undefined }): string[] {
  return (result.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

function labels(count: number): Output {
  return { kind: 'label', labels: Array.from({ length: count }, (_, index) => `label ${index}`) };
}

test('a prompt keeps its space and needs a user text', () => {
  const prompt = { system: ' s ', user: '\n{{text}} ' };
  expect(Prompt.parse(prompt)).toEqual(prompt);
  expect(messages(Prompt.safeParse({ user: ' \n' }))).toEqual(['user: Write an instruction.']);
  expect(messages(Prompt.safeParse({}))).toEqual(['user: Write an instruction.']);
  expect(Prompt.safeParse({ user: 'x', sytem: 'y' }).success).toBe(false);
  expect(Prompt.safeParse({ user: 'x'.repeat(MAX_PROMPT_CHARS) }).success).toBe(true);
  expect(Prompt.safeParse({ user: 'x'.repeat(MAX_PROMPT_CHARS + 1) }).success).toBe(false);
});

test('labels: one to a thousand, exact text, no duplicates', () => {
  expect(Output.parse({ kind: 'label', labels: [' b', 'a', 'A'] })).toEqual({
    kind: 'label',
    labels: [' b', 'a', 'A'],
  });
  expect(Output.safeParse(labels(0)).success).toBe(false);
  expect(Output.safeParse(labels(1)).success).toBe(true);
  expect(Output.safeParse(labels(MAX_LABELS)).success).toBe(true);
  expect(Output.safeParse(labels(MAX_LABELS + 1)).success).toBe(false);
  expect(messages(Output.safeParse({ kind: 'label', labels: ['a', 'b', 'a '] }))).toEqual([
    'labels.2: The label "a" is given twice.',
  ]);
  expect(messages(Output.safeParse({ kind: 'label', labels: ['a', ' '] }))).toEqual([
    'labels.1: A label may not be empty.',
  ]);
});

test('descriptions belong to labels, and there may not be too much of them', () => {
  const output = { kind: 'label', labels: ['a', 'b'] };
  expect(Output.parse({ ...output, descriptions: { b: 'The second.' } })).toEqual({
    ...output,
    descriptions: { b: 'The second.' },
  });
  expect(messages(Output.safeParse({ ...output, descriptions: { c: 'x' } }))).toEqual([
    'descriptions: "c" is described but is not a label.',
  ]);
  expect(messages(Output.safeParse({ ...output, descriptions: { a: ' ' } }))).toEqual([
    'descriptions.a: A description may not be empty.',
  ]);
  const described = (chars: number, count: number) => {
    const names = Array.from({ length: count }, (_, index) => `label ${index}`);
    return {
      kind: 'label',
      labels: names,
      descriptions: Object.fromEntries(names.map((name) => [name, 'x'.repeat(chars)])),
    };
  };
  expect(Output.safeParse(described(MAX_DESCRIPTION_CHARS, 1)).success).toBe(true);
  expect(Output.safeParse(described(MAX_DESCRIPTION_CHARS + 1, 1)).success).toBe(false);
  const most = MAX_DESCRIPTIONS_CHARS / MAX_DESCRIPTION_CHARS;
  expect(Output.safeParse(described(MAX_DESCRIPTION_CHARS, most)).success).toBe(true);
  expect(Output.safeParse(described(MAX_DESCRIPTION_CHARS, most + 1)).success).toBe(false);
});

test('kinds that cannot run yet are known and refused in words', () => {
  expect(messages(Output.safeParse({ kind: 'embedding', dimensions: 256 }))).toEqual([
    'kind: Embeddings are not available yet. Choose free text or one label of a list.',
  ]);
  expect(messages(Output.safeParse({ kind: 'fields', fields: [{ name: 'total', type: 'number' }] }))).toEqual([
    'kind: Named fields are not available yet. Choose free text or one label of a list.',
  ]);
  expect(messages(Output.safeParse({ kind: 'poem' }))[0]).toContain('Choose what the answer is');
  expect(Output.safeParse({ kind: 'text', labels: ['a'] }).success).toBe(false);
});

test('parameters have ranges, from both sides', () => {
  for (const good of [{}, { temperature: 0 }, { temperature: 2 }, { maxOutputTokens: 1 }, { reasoningEffort: 'low' }])
    expect(Parameters.safeParse(good).success, JSON.stringify(good)).toBe(true);
  const bad = [{ temperature: -0.1 }, { temperature: 2.1 }, { maxOutputTokens: 0 }, { maxOutputTokens: 1.5 }];
  for (const wrong of [...bad, { maxOutputTokens: 1_000_001 }, { reasoningEffort: 'huge' }, { topP: 1 }])
    expect(Parameters.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
});
