import 'server-only';
import { type ErrorBody, HTTP_STATUS_BY_CODE } from '#lib/errors.ts';
import { toShownError } from './shown-error.ts';

const TITLES: Record<ErrorBody['code'], string> = {
  bad_request: 'Bad request',
  unauthenticated: 'Not signed in',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'Conflict',
  too_large: 'Too large',
  unsupported: 'Unsupported media type',
  invalid: 'Invalid input',
  rate_limited: 'Too many requests',
  unavailable: 'Unavailable',
  internal: 'Internal error',
};

/** The answer to a request that failed, as RFC 9457 problem details. What people must not see is logged, not sent. */
export function problemResponse(error: unknown, where: string): Response {
  const body = toShownError(error, where);
  const status = body.code === 'internal' ? 500 : HTTP_STATUS_BY_CODE[body.code];
  return problem(status, body.code, TITLES[body.code], body.message, body.issues);
}

/** For a known path asked with the wrong method. `allowed` is the value of the Allow header: `GET, POST`. */
export function methodNotAllowed(allowed: string): Response {
  const response = problem(
    405,
    'method_not_allowed',
    'Method not allowed',
    `This address answers ${allowed} only.`,
    [],
  );
  response.headers.set('allow', allowed);
  return response;
}

function problem(status: number, code: string, title: string, detail: string, issues: ErrorBody['issues']): Response {
  const headers: Record<string, string> = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
  if (status === 401) headers['www-authenticate'] = 'Bearer realm="Rowmill"';
  if (status === 503) headers['retry-after'] = '5';
  const body = {
    type: `urn:rowmill:problem:${code}`,
    title,
    status,
    detail,
    ...(issues.length > 0 && { errors: issues }),
  };
  return new Response(JSON.stringify(body), { status, headers });
}
