type Details = { type?: string; param?: string | null; code?: string | null; headers?: Record<string, string> };

/** A refusal in the provider's own shape; `status` is the HTTP status it is answered with. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: { error: { message: string; type: string; param: string | null; code: string | null } };

  constructor(status: number, message: string, details: Details = {}) {
    super(message);
    this.status = status;
    this.headers = details.headers ?? {};
    const { type = 'invalid_request_error', param = null, code = null } = details;
    this.body = { error: { message, type, param, code } };
  }
}

export function missingParameter(param: string): ApiError {
  return new ApiError(400, `Missing required parameter: '${param}'.`, { param, code: 'missing_required_parameter' });
}

export function invalidType(param: string, expected: string, got: string): ApiError {
  const message = `Invalid type for '${param}': expected ${expected}, but got ${got} instead.`;
  return new ApiError(400, message, { param, code: 'invalid_type' });
}

export function invalidValue(param: string, value: unknown, supported: readonly string[]): ApiError {
  const list = supported.map((one) => `'${one}'`).join(', ');
  const words = supported.length === 1 ? `Value must be ${list}.` : `Supported values are: ${list}.`;
  return new ApiError(400, `Invalid value: '${String(value)}'. ${words}`, { param, code: 'invalid_value' });
}

export function serverError(): ApiError {
  const message = 'The server had an error while processing your request. Sorry about that!';
  return new ApiError(500, message, { type: 'server_error' });
}

export function rateLimited(retryAfterSeconds: number): ApiError {
  return new ApiError(429, 'Rate limit reached. Please try again later.', {
    type: 'requests',
    code: 'rate_limit_exceeded',
    headers: { 'retry-after': String(retryAfterSeconds) },
  });
}
