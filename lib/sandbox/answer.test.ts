import { expect, test } from 'vitest';
import { answerRequest, type Endpoint } from './answer.ts';
import { isObject, type JsonObject, listOf, objectIn } from './json.ts';
import { modelIndex, modelList } from './models.ts';

const models = modelIndex(modelList());

function answer(endpoint: Endpoint, name: string, body: JsonObject) {
  const model = models.get(name);
  if (!model) throw new Error(`No model ${name}`);
  return answerRequest(endpoint, { model: name, ...body }, model, 'seed', 1_763_640_000);
}

function chat(name: string, body: JsonObject) {
  const { body: reply, usage } = answer('/v1/chat/completions', name, {
    messages: [{ role: 'user', content: 'The delivery was late and the box was damaged, please send a new one.' }],
    ...body,
  });
  const choice = listOf(reply.choices).find(isObject) ?? {};
  return { reply, usage, content: objectIn(choice, 'message').content, finish: choice.finish_reason };
}

test('an answer longer than its limit is cut exactly there and says so', () => {
  const full = chat('gpt-4o-mini', {});
  expect(full.finish).toBe('stop');
  const exact = chat('gpt-4o-mini', { max_completion_tokens: full.usage.outputTokens });
  expect(exact).toMatchObject({ finish: 'stop', content: full.content });
  const cut = chat('gpt-4o-mini', { max_completion_tokens: full.usage.outputTokens - 1 });
  expect(cut.finish).toBe('length');
  expect(cut.usage.outputTokens).toBeLessThan(full.usage.outputTokens);
  expect(String(full.content).startsWith(String(cut.content))).toBe(true);
});

test('a thinking model that has no room left after thinking answers nothing and bills the thought', () => {
  const { content, finish, usage } = chat('o3', { max_completion_tokens: 50 });
  expect({ content, finish, usage }).toMatchObject({
    content: '',
    finish: 'length',
    usage: { outputTokens: 50, reasoningTokens: 50 },
  });
  const { body } = answer('/v1/responses', 'gpt-5-mini', { input: 'Hello there', max_output_tokens: 10 });
  expect(body).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } });
  expect(listOf(body.output)).toHaveLength(1);
});

test('both endpoints give the same answer to the same words', () => {
  const text = 'Where is my refund? I returned the shoes two weeks ago.';
  const viaChat = chat('gpt-4o', { messages: [{ role: 'user', content: text }] });
  const { body } = answer('/v1/responses', 'gpt-4o', { input: text });
  const message = listOf(body.output).find(isObject) ?? {};
  expect(listOf(message.content)[0]).toMatchObject({ type: 'output_text', text: viaChat.content });
});

test('settings a thinking model does not know are refused in its own words', () => {
  expect(() => chat('o4-mini', { max_tokens: 10 })).toThrow("Use 'max_completion_tokens' instead");
  expect(() => chat('gpt-5-mini', { temperature: 0 })).toThrow('Only the default (1) value is supported');
  expect(chat('gpt-5-mini', { temperature: 1 }).finish).toBe('stop');
  expect(chat('gpt-4o-mini', { temperature: 0, max_tokens: 100 }).finish).toBe('stop');
});

test('embeddings are unit vectors of the length asked for; shared words bring texts closer', () => {
  const texts = ['late delivery of my parcel', 'my parcel delivery is late', 'how do I bake bread'];
  const { body, usage } = answer('/v1/embeddings', 'text-embedding-3-small', { input: texts, dimensions: 256 });
  const vectors = listOf(body.data).map((one) => (isObject(one) ? listOf(one.embedding).map(Number) : []));
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
  const [first = [], second = [], third = []] = vectors;
  expect(vectors.map((vector) => vector.length)).toEqual([256, 256, 256]);
  for (const vector of vectors) expect(dot(vector, vector)).toBeCloseTo(1, 5);
  expect(dot(first, second)).toBeGreaterThan(dot(first, third) + 0.3);
  expect(usage.inputTokens).toBeGreaterThan(10);
  expect(() => answer('/v1/embeddings', 'text-embedding-3-small', { input: 'x', dimensions: 1537 })).toThrow(
    'between 1 and 1536',
  );
});
