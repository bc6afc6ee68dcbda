import { expect, test } from 'vitest';
import { dropsTemperature, endpointFor, takesEffort } from './catalog.ts';

const openAi = { kind: 'openai', baseUrl: null } as const;
const compatible = { kind: 'openai', baseUrl: 'https://api.groq.com/openai/v1' } as const;
const sandbox = { kind: 'sandbox', baseUrl: 'http://localhost:3000/sandbox/v1' } as const;

test.each([
  'gpt-5',
  'gpt-5.4-mini',
  'gpt-6-sol',
  'gpt-10',
  'o3',
  'o4-mini',
  'openai/gpt-5-mini',
  'ft:gpt-5-mini:us::1',
])('%s goes to responses at OpenAI and in the sandbox, to chat completions elsewhere', (model) => {
  expect(endpointFor(openAi, model)).toBe('/v1/responses');
  expect(endpointFor(sandbox, model)).toBe('/v1/responses');
  expect(endpointFor(compatible, model)).toBe('/v1/chat/completions');
});

test.each(['gpt-4o-mini', 'gpt-4.1', 'gpt-3.5-turbo', 'chatgpt-4o-latest', 'gpt-oss-120b', 'llama-4', 'olmo-2'])(
  '%s goes to chat completions everywhere',
  (model) => {
    for (const connection of [openAi, sandbox, compatible]) {
      expect(endpointFor(connection, model)).toBe('/v1/chat/completions');
    }
  },
);

test('only the hosts of OpenAI itself count as OpenAI', () => {
  const at = (baseUrl: string) => endpointFor({ kind: 'openai', baseUrl }, 'gpt-5');
  expect(at('https://api.openai.com/v1/')).toBe('/v1/responses');
  expect(at('https://eu.api.openai.com/v1')).toBe('/v1/responses');
  expect(at('https://api.openai.com.example.org/v1')).toBe('/v1/chat/completions');
  expect(at('https://notapi.openai.com/v1')).toBe('/v1/chat/completions');
});

test('reasoning models get no temperature, chat models no effort', () => {
  expect([dropsTemperature('gpt-5-mini'), dropsTemperature('o3')]).toEqual([true, true]);
  expect([dropsTemperature('gpt-5-chat-latest'), dropsTemperature('gpt-4o'), dropsTemperature('qwen3')]).toEqual([
    false,
    false,
    false,
  ]);
  expect([takesEffort('gpt-5-mini'), takesEffort('qwen3'), takesEffort('gpt-4o-mini')]).toEqual([true, true, false]);
});
