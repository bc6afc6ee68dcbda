import { z } from 'zod';

const MAX_KEY_LENGTH = 512;

/** Where a provider lives: http or https, nothing secret in it. The server also refuses addresses no provider lives at. */
const BaseUrl = z
  .string()
  .trim()
  .max(500, 'An address may have at most 500 characters.')
  .refine(isWebAddress, 'An address looks like "https://api.example.com/v1".')
  .refine((text) => !hasCredentials(text), 'Leave name and password out of the address; the key has its own field.')
  .transform((text) => text.replace(/\/+$/, ''));

/** Printable ASCII without spaces: anything else cannot travel in a header and comes from copying too much. */
const ApiKey = z
  .string()
  .trim()
  .min(1, 'Enter the key.')
  .max(MAX_KEY_LENGTH, `A key may have at most ${MAX_KEY_LENGTH} characters.`)
  .regex(/^[\x21-\x7e]+$/, 'A key has no spaces or line breaks in it; copy it again.');

const Name = z
  .string()
  .trim()
  .min(1, 'Give the connection a name.')
  .max(100, 'A name may have at most 100 characters.');

/** A new connection to a provider that speaks OpenAI's batch API. `apiKey` is write-only: nothing ever answers it. */
export const ConnectionInput = z.strictObject({
  key: z
    .string()
    .trim()
    .regex(
      /^[a-z][a-z0-9-]{0,39}$/,
      'A short name has 1 to 40 small letters, digits and hyphens, and begins with a letter.',
    )
    .refine((key) => key !== 'sandbox', 'The name "sandbox" is taken by the built-in sandbox.'),
  name: Name,
  /** Null is OpenAI's own. */
  baseUrl: BaseUrl.nullable().default(null),
  apiKey: ApiKey,
});
export type ConnectionInput = z.output<typeof ConnectionInput>;

/** What may change later. Without `apiKey` the stored one stays. */
export const ConnectionChange = z.strictObject({
  name: Name.optional(),
  baseUrl: BaseUrl.nullable().optional(),
  apiKey: ApiKey.optional(),
});
export type ConnectionChange = z.output<typeof ConnectionChange>;

const limitMessage = 'A limit is a whole number of tokens, such as 2,000,000. Leave it empty for none.';

/** How many tokens of a model may wait at a provider. Empty takes the limit back; commas and spaces may group its digits. */
export const LimitInput = z.object({
  connectionId: z.string('Choose a connection.').min(1, 'Choose a connection.'),
  model: z.string().trim().min(1, 'Enter the name of a model.').max(200, 'A name may have at most 200 characters.'),
  tokens: z
    .string()
    .transform((text) => text.replace(/[\s,_]/g, ''))
    .refine((text) => /^\d{0,15}$/.test(text) && !/^0+$/.test(text), limitMessage)
    .transform((text) => (text === '' ? null : Number(text))),
});
export type LimitInput = z.output<typeof LimitInput>;

/** What is known of how much of a model a provider takes in at a time. */
export type Capacity = {
  connectionId: string;
  connectionName: string;
  model: string;
  enteredTokens: number | null;
  learnedTokens: number | null;
  learnedAt: string | null;
  /** Whether the provider named the learned limit, or it was concluded from what was under way when it refused. */
  isStated: boolean;
  /** The provider's sentence. */
  source: string | null;
};

/** A connection as people and scripts see it. */
export type Connection = {
  id: string;
  key: string;
  name: string;
  kind: 'sandbox' | 'openai';
  baseUrl: string | null;
  /** The last characters of the key, to tell two keys apart. */
  apiKeyHint: string | null;
  fromEnvironment: boolean;
  isDefault: boolean;
  createdAt: Date;
  /** Why it cannot be used now, as a sentence. */
  problem: string | null;
};

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hash, search } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && hash === '' && search === '';
}

function hasCredentials(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username !== '' || password !== '';
}
