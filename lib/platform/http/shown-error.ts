import 'server-only';
import { AppError, type ErrorBody, toErrorBody } from '#lib/errors.ts';
import { log } from '#lib/platform/log.ts';
import { type DatabaseTrouble, databaseTroubleOf } from './database-lost.ts';

export const DATABASE_LOST = 'The database is restarting; try again in a moment.';

const SENTENCES: Record<DatabaseTrouble, string> = {
  lost: DATABASE_LOST,
  busy: 'Rowmill is busy: every connection to its database is in use. Try again in a moment.',
  full: 'The disk of the database is full, so nothing was saved. Whoever runs Rowmill has to make room; then try again.',
};

/** What a person may see of any thrown thing. Everything that is not an AppError is logged whole and shown as a sentence. */
export function toShownError(error: unknown, where: string): ErrorBody {
  if (error instanceof AppError) {
    if (error.cause !== undefined) log().warn({ where, code: error.code, err: error.cause }, error.message);
    return toErrorBody(error);
  }
  log().error({ where, err: error }, 'A request failed.');
  const trouble = databaseTroubleOf(error);
  return toErrorBody(trouble ? new AppError('unavailable', SENTENCES[trouble]) : error);
}
