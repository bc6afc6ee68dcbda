import 'server-only';
import { z } from 'zod';

/** At least one byte in base64: with an empty key, anybody could sign. */
const WEBHOOK_SECRET = /^whsec_(?=[A-Za-z0-9+/]{2})[A-Za-z0-9+/]+={0,2}$/;

/** Every setting: name, default and meaning are listed in README.md; a test holds the two together. */
const Env = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('production'),
  PORT: wholeNumber(0, 65_535, '3000').default(3000),
  HOST: z.string().default('127.0.0.1'),
  APP_URL: address(['http:', 'https:'], 'https://rowmill.example.org').optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: address(['postgres:', 'postgresql:'], 'postgresql://user:password@host:5432/rowmill'),
  DATABASE_CONNECTIONS: wholeNumber(4, 500, '20').default(20),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: address(['http:', 'https:'], 'https://api.openai.com/v1').optional(),
  OPENAI_WEBHOOK_SECRET: webhookSecrets().default([]),
  ROWMILL_API_TOKEN: z
    .string()
    .min(16, 'is shorter than 16 characters; example: the output of "openssl rand -hex 32"')
    .optional(),
  ROWMILL_SECRET: z.string().min(16, 'is shorter than 16 characters; example: the output of "openssl rand -hex 32"'),
  POLL_SECONDS: seconds(0.2, '30').default(30),
  RESOLVE_SECONDS: seconds(0.2, '600').default(600),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'is not one of trace, debug, info, warn, error, fatal, silent; example: info',
    })
    .default('info'),
  /** Where this machine reaches the sandbox; the start script sets it to the loopback address of the web process. */
  SANDBOX_URL: address(['http:', 'https:'], 'http://127.0.0.1:3000/sandbox/v1').optional(),
  /** Crash tests only: where this process ends itself, see lib/platform/fail-point.ts. */
  ROWMILL_FAIL_POINT: failPointPassing().optional(),
});
type Env = z.infer<typeof Env>;

/** Reads and checks a set of variables. Throws one Error that names every bad one, its problem and an example. */
export function parseEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  // An empty line in .env means "not set", not "set to the empty string".
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = Env.safeParse(present);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${sentenceOf(issue, present)}`);
  throw new Error(`Rowmill cannot start with these settings:\n${problems.join('\n')}`);
}

let checked: Env | undefined;

/** Read on first use, not on import: `next build` imports every module and must work without secrets. */
export const env = new Proxy({} as Env, {
  get: (_target, name) => {
    checked ??= parseEnv(process.env);
    return checked[name as keyof Env];
  },
});

/** The public address, without a slash at its end. Origin checks and links in messages use it. */
export function appUrl(): string {
  return (env.APP_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, '');
}

function sentenceOf(issue: z.core.$ZodIssue, present: Record<string, string | undefined>): string {
  const name = String(issue.path[0]);
  return present[name] === undefined ? 'is not set.' : `${issue.message}.`;
}

function wholeNumber(min: number, max: number, example: string) {
  const message = `is not a whole number from ${min} to ${max}; example: ${example}`;
  return z
    .string()
    .regex(/^\d+$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
}

function seconds(min: number, example: string) {
  const message = `is not a number of seconds of at least ${min}; example: ${example}`;
  return z
    .string()
    .regex(/^\d+(\.\d+)?$/, message)
    .transform(Number)
    .refine((value) => value >= min, message);
}

/** More than one while a secret is being replaced; nothing but separators is none. */
function webhookSecrets() {
  const message = 'is not one or two secrets that begin with whsec_; example: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  return z
    .string()
    .transform((value) => value.split(/[\s,]+/).filter((secret) => secret !== ''))
    .refine((secrets) => secrets.length <= 2 && secrets.every((secret) => WEBHOOK_SECRET.test(secret)), message);
}

function failPointPassing() {
  return z
    .string()
    .regex(
      /^[a-z.-]+:[1-9]\d*$/,
      'is not a fail point and the passing at which to end; example: submit.before-create:1',
    )
    .transform((value) => ({ name: value.split(':')[0], nth: Number(value.split(':')[1]) }));
}

function address(protocols: readonly string[], example: string) {
  const message = `is not an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}; example: ${example}`;
  return z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), message);
}
