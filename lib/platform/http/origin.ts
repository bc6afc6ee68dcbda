import 'server-only';
import { AppError } from '#lib/errors.ts';
import { appUrl, env } from '#lib/platform/env.ts';

/**
 * Refuses a change that another site asked a browser to make. Browsers send Origin with every POST;
 * a missing one and "null" (sandboxed frames, local files) are refused too.
 *
 * @throws AppError `forbidden`, with the address to open instead.
 */
export function requireOwnOrigin(headers: Headers): void {
  const allowed = allowedOrigins(headers.get('host'), env.APP_URL, env.PORT);
  const origin = headers.get('origin');
  if (origin !== null && allowed.includes(origin)) return;
  throw new AppError(
    'forbidden',
    `This request did not come from a page of Rowmill. Open ${appUrl()} and try again there.`,
  );
}

/**
 * The origins whose pages may make changes. With a public URL set, that one alone; without, this
 * machine's own names and whatever address the browser says it reached us by.
 */
export function allowedOrigins(host: string | null, publicUrl: string | undefined, port: number): string[] {
  if (publicUrl) return [new URL(publicUrl).origin];
  const hosts = [`localhost:${port}`, `127.0.0.1:${port}`, ...(host ? [host] : [])];
  return hosts.flatMap((name) => [`http://${name}`, `https://${name}`]);
}
