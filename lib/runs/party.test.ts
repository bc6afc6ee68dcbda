import { expect, test } from 'vitest';
import { inPartyWords } from './party.ts';

test('of a simulated run the sandbox is spoken of where else the provider is', () => {
  expect(inPartyWords('The provider had an error. Batch 1 is with the provider (b).', true)).toBe(
    'The sandbox had an error. Batch 1 is with the sandbox (b).',
  );
  expect(inPartyWords('Blocked by the provider’s content policy', true)).toBe(
    'Blocked by the sandbox’s content policy',
  );
  expect(inPartyWords('The provider had an error.', false)).toBe('The provider had an error.');
  expect(inPartyWords('Ask the providers.', true)).toBe('Ask the providers.');
});
