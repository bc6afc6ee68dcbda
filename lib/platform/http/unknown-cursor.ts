import 'server-only';
import { AppError } from '#lib/errors.ts';

/** The refusal of a page after something that is not there (any more), such as `dataset`. */
export function unknownCursor(thing: string): AppError {
  const message = `The ${thing} of the page before is not there any more. Begin the list again, without after.`;
  return new AppError('invalid', message, { issues: [{ path: 'after', message }] });
}
