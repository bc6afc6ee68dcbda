import 'server-only';

/** Prisma, PostgreSQL and socket codes that mean "the database is away", not "the question was wrong". */
const LOST_CODES = new Set([
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2037'],
  ...['57P01', '57P02', '57P03', '53300', '08000', '08001', '08003', '08004', '08006'],
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT'],
]);

const LOST_WORDS =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

/** Whether an error, or a cause of it, says that the database could not be reached or hung up. */
export function isDatabaseLost(error: unknown): boolean {
  for (let depth = 0; depth < 5 && typeof error === 'object' && error !== null; depth++) {
    if ('code' in error && typeof error.code === 'string' && LOST_CODES.has(error.code)) return true;
    if ('message' in error && typeof error.message === 'string' && saysLost(error.message)) return true;
    error = 'cause' in error ? error.cause : undefined;
  }
  return false;
}

/** Prisma puts PostgreSQL codes it has no code of its own for, such as 57P03 while the database recovers, into words. */
function saysLost(message: string): boolean {
  const code = /\b(?:Database error|Raw query failed)\. Code: `(\w+)`/.exec(message)?.[1];
  return LOST_WORDS.test(message) || (code !== undefined && LOST_CODES.has(code));
}
