import 'server-only';
import { notFound } from 'next/navigation';
import { AppError } from '#lib/errors.ts';

/** For pages: what does not exist, or belongs to another workspace, is the "not found" page and not an error. */
export async function orNotFound<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
}
