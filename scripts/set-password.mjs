// Gives the person of an email a new password, in the database that DATABASE_URL names, and says it once.
import { resetPassword } from '#lib/auth/server/reset-password.ts';
import { AppError } from '#lib/errors.ts';
import { closePool } from '#lib/platform/db/pool.ts';

try {
  const { name, password } = await resetPassword(process.argv[2] ?? '');
  console.log(`The new password of ${name} is ${password}`);
  console.log('Every session of theirs has ended. Change it after signing in, under Settings, Account.');
} catch (error) {
  console.error(error instanceof AppError ? error.message : `The password could not be changed: ${error.message}`);
  process.exitCode = 1;
} finally {
  await closePool();
}
