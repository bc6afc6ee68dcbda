import { expect, test } from 'vitest';
import { parseEnv } from './env.ts';

const needed = { DATABASE_URL: 'postgres://localhost/rowmill', ROWMILL_SECRET: 'a secret that only tests know' };

function webhookSecrets(value: string | undefined) {
  return parseEnv({ ...needed, OPENAI_WEBHOOK_SECRET: value }).OPENAI_WEBHOOK_SECRET;
}

test('one webhook secret is accepted, or two with a space or a comma between', () => {
  expect(webhookSecrets('whsec_YWJj')).toEqual(['whsec_YWJj']);
  for (const between of [' ', ',', ', ', '\n']) {
    expect(webhookSecrets(`whsec_YWJj${between}whsec_ZGVm/+==`)).toEqual(['whsec_YWJj', 'whsec_ZGVm/+==']);
  }
});

test('nothing, emptiness and mere separators are no webhook secret', () => {
  for (const value of [undefined, '', ' ', ' , ']) expect(webhookSecrets(value)).toEqual([]);
});

test.each(['whsec_', 'whsec_=', 'whsec_A', 'YWJj', 'sk-secret', 'whsec_YWJj whsec_', 'whsec_YW!j', 'whsec_a_-b'])(
  'the webhook secret "%s" stops the start with an example',
  (value) => {
    const problem = /OPENAI_WEBHOOK_SECRET is not one or two secrets that begin with whsec_; example: whsec_\w+\./;
    expect(() => webhookSecrets(value)).toThrow(problem);
  },
);

test('a webhook secret that cannot be used is not repeated in the message', () => {
  expect(() => webhookSecrets('hush-hush')).toThrow(/^(?!.*hush)/s);
});

test('three webhook secrets are one too many', () => {
  expect(() => webhookSecrets('whsec_YWJj whsec_YWJj whsec_YWJj')).toThrow('one or two');
});
