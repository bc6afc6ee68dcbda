import 'server-only';
import { AppError, type ErrorBody, toErrorBody } from '#lib/errors.ts';
import { log } from '#lib/platform/log.ts';
import { isDatabaseLost } from './database-lost.ts';

export const DATABASE_LOST = 'The database is restarting; try again in a moment.';

/** What a person may see of any thrown thing. Everything that is not an AppError is logged whole and shown as a sentence. */
export function toShownError(error: unknown, where: string): ErrorBody {
  if (error instanceof AppError) {
    if (error.cause !== undefined) log().warn({ where, code: error.code, err: error.cause }, error.message);
    return toErrorBody(error);
  }
  log().error({ where, err: error }, 'A request failed.');
  return toErrorBody(isDatabaseLost(error) ? new AppError('unavailable', DATABASE_LOST) : error);
}
