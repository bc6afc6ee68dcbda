/**
 * The one error class the app throws on purpose. `message` is written for the person who reads it
 * on screen; anything secret or technical goes in `cause`, which is logged and never sent.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly issues: readonly Issue[];

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; issues?: readonly Issue[] } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.issues = options.issues ?? [];
  }
}

export const HTTP_STATUS_BY_CODE = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  invalid: 422,
  rate_limited: 429,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof HTTP_STATUS_BY_CODE;

/**
 * One thing that is wrong, and where: a field of a form or request (`path`), or a place in a file (`line`, `record`,
 * 1-based) with the beginning of what stands there (`text`).
 */
export type Issue = { message: string; path?: string; line?: number; record?: number; column?: string; text?: string };

/** What crosses the wire from a server action. */
export type ErrorBody = { code: ErrorCode | 'internal'; message: string; issues: readonly Issue[] };

const INTERNAL: ErrorBody = {
  code: 'internal',
  message: 'Something went wrong on our side. Try again; if it stays, the server log says why.',
  issues: [],
};

export function toErrorBody(error: unknown): ErrorBody {
  if (!(error instanceof AppError)) return INTERNAL;
  return { code: error.code, message: error.message, issues: error.issues };
}
