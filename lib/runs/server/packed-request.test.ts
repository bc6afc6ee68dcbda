import { expect, test } from 'vitest';
import { packedRequest } from './packed-request.ts';

test('a request for several rows reads its answer by their keys', () => {
  const request = packedRequest(
    {
      ...{ model: 'gpt-4o-mini', price: null, columns: ['text'], prompt: { user: 'Topic of {{text}}?' } },
      ...{ output: { kind: 'label', labels: ['a', 'b'] }, parameters: { maxOutputTokens: 10 } },
    },
    [
      { rowIndex: 4, values: ['first'] },
      { rowIndex: 9, values: ['second'] },
    ],
    'seed',
  );
  expect(request.rows).toEqual([4, 9]);
  expect(request.shape).toMatchObject({ jsonSchema: { name: 'answers' }, maxOutputTokens: 80 });
  const keys = request.user
    .split('\n')
    .slice(-2)
    .map((line) => JSON.parse(line)[0]);
  const content = JSON.stringify({ answers: [{ key: keys[1], label: 'b' }] });
  const { answers } = request.judge({ key: null, model: null, usage: null, answer: { kind: 'content', content } });
  expect(answers).toMatchObject([
    { rowIndex: 4, cause: 'left_out' },
    { rowIndex: 9, cause: null, outputs: ['b'] },
  ]);
});
