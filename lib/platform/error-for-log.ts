const MAX_DEPTH = 5;

/**
 * An error as the log may hold it: named fields only, because errors of the database and of providers carry whole connections,
 * headers and request bodies. Where the message itself may quote a body, a cell or a key, the message stays out too.
 */
export function errorForLog(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return typeof error === 'object' ? 'not an error' : typeof error;
  return {
    type: error.name === 'Error' ? error.constructor.name : error.name,
    ...fieldsOf(error),
    ...(mayQuote(error) ? { stack: frames(error) } : { message: error.message, stack: error.stack }),
    ...(error.cause !== undefined && depth < MAX_DEPTH && { cause: errorForLog(error.cause, depth + 1) }),
  };
}

function fieldsOf(error: Error): Record<string, unknown> {
  return {
    ...('code' in error && isCode(error.code) && { code: error.code }),
    ...('status' in error && { status: error.status }),
    ...('trouble' in error && { trouble: error.trouble }),
    ...('requestID' in error && { requestId: error.requestID }),
  };
}

/** One short word. Where a provider has a code it may have anything. */
function isCode(code: unknown): boolean {
  return typeof code === 'string' && /^\w{1,60}$/.test(code);
}

/**
 * Words of a provider, alone or in a sentence of ours, may be an echo of what it was sent. The parser of JSON quotes what it
 * could not read, the database quotes values it could not take (its codes of class 22), and the query builder whole queries.
 */
function mayQuote(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > MAX_DEPTH) return false;
  if ('requestID' in error || error instanceof SyntaxError || error.name === 'PrismaClientValidationError') return true;
  return isClass22(error) || isClass22(error.cause) || mayQuote(error.cause, depth + 1);
}

/** As the database's driver says it, and as the query builder hands it on. */
function isClass22(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const code = 'originalCode' in error ? error.originalCode : 'code' in error ? error.code : null;
  if (typeof code === 'string' && /^22\w{3}$/.test(code)) return true;
  return error instanceof Error && /Code: `22\w{3}`/.test(error.message);
}

/** Where it happened, without the message that stands above. */
function frames(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}
