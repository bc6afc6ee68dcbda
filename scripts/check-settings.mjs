// Says which settings are wrong, and ends with 1 if any is.
import { parseEnv } from '#lib/platform/env.ts';

try {
  parseEnv(process.env);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
