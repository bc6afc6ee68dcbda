import 'server-only';

/** Prisma, PostgreSQL and socket codes that mean "the database is away", not "the question was wrong". */
const LOST_CODES = new Set([
  ...['P1001', 'P1002', 'P1008', 'P1017'],
  ...['57P01', '57P02', '57P03', '25P03', '08000', '08001', '08003', '08004', '08006'],
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT'],
]);

const LOST_WORDS = /Connection terminated|Client has encountered a connection error/;

/** Every connection of this process, or of the server, is in use. */
const BUSY_CODES = new Set(['P2024', 'P2037', '53300']);
const BUSY_WORDS = /timeout exceeded when trying to connect/;

/** No space is left on the disk of the database. */
const FULL_CODES = new Set(['53100']);

export type DatabaseTrouble = 'lost' | 'busy' | 'full';

/** What an error, or a cause of it, says of the database: away, without a free connection, without space; null for anything else. */
export function databaseTroubleOf(error: unknown): DatabaseTrouble | null {
  for (let depth = 0; depth < 5 && typeof error === 'object' && error !== null; depth++) {
    const message = 'message' in error && typeof error.message === 'string' ? error.message : '';
    const codes = [
      'code' in error ? error.code : null,
      'originalCode' in error ? error.originalCode : null,
      codeIn(message),
    ];
    if (codes.some((code) => FULL_CODES.has(String(code)))) return 'full';
    if (codes.some((code) => BUSY_CODES.has(String(code))) || BUSY_WORDS.test(message)) return 'busy';
    if (codes.some((code) => LOST_CODES.has(String(code))) || LOST_WORDS.test(message)) return 'lost';
    error = 'cause' in error ? error.cause : undefined;
  }
  return null;
}

/** Prisma puts PostgreSQL codes it has no code of its own for, such as 57P03 while the database recovers, into words. */
function codeIn(message: string): string | null {
  return /\b(?:Database error|Raw query failed)\. Code: `(\w+)`/.exec(message)?.[1] ?? null;
}
