import 'server-only';
import { hkdfSync, randomUUID } from 'node:crypto';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { betterAuth } from 'better-auth/minimal';
import { nextCookies } from 'better-auth/next-js';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '#lib/auth/password.ts';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { appUrl, env } from '#lib/platform/env.ts';
import { log } from '#lib/platform/log.ts';

/** A session ends a week after its sign-in, used or not: a stolen cookie cannot be kept alive. */
const SESSION_SECONDS = 7 * 24 * 60 * 60;

let made: ReturnType<typeof makeAuth> | undefined;

/**
 * Passwords and sessions. Its HTTP endpoints are not mounted: sign-in, sign-out and the first owner go
 * through our own actions, which check the origin and count attempts.
 */
export function auth(): ReturnType<typeof makeAuth> {
  made ??= makeAuth();
  return made;
}

function makeAuth() {
  return betterAuth({
    appName: 'Rowmill',
    baseURL: appUrl(),
    secret: deriveSecret(env.ROWMILL_SECRET),
    database: prismaAdapter(db(), { provider: 'postgresql' }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
    },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    advanced: {
      cookiePrefix: 'rowmill',
      useSecureCookies: appUrl().startsWith('https:'),
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/' },
      database: { generateId: ({ model }) => (model === 'user' ? newId('usr') : randomUUID()) },
    },
    telemetry: { enabled: false },
    logger: {
      level: 'warn',
      log: (level, message, ...rest) =>
        log()[level]({ from: 'better-auth', err: rest.find((value) => value instanceof Error) }, message),
    },
    plugins: [nextCookies()],
  });
}

/** The cookie key is its own key: knowing it would not open the sealed provider keys, nor the other way round. */
function deriveSecret(master: string): string {
  return Buffer.from(hkdfSync('sha256', master, '', 'rowmill session cookies', 32)).toString('base64url');
}
