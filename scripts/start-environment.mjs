import { node24 } from './node-24.mjs';
import { runStep } from './run-step.mjs';
import { readSecret } from './settings.mjs';

/** Thrown after the reason was already written. */
export class ExplainedError extends Error {}

/**
 * Checks every setting before anything slow, and before there is a database or a secret: those two are ours to fill in.
 * @param {ReturnType<typeof import('./settings.mjs').readSettings>} settings
 * @param {{signal: AbortSignal}} options
 */
export function checkSettings(settings, options) {
  const env = {
    ...process.env,
    DATABASE_URL: settings.databaseUrl ?? 'postgresql://embedded',
    ROWMILL_SECRET: process.env.ROWMILL_SECRET || 'generated at the first start',
  };
  return runScript('scripts/check-settings.mjs', env, options);
}

/** @param {string} databaseUrl @param {{signal: AbortSignal}} options */
export function applyMigrations(databaseUrl, options) {
  return runScript('scripts/apply-migrations.mjs', { ...process.env, DATABASE_URL: databaseUrl }, options);
}

/**
 * What the web and the worker process see as their environment.
 * @param {ReturnType<typeof import('./settings.mjs').readSettings>} settings
 * @param {string} databaseUrl
 * @returns {NodeJS.ProcessEnv}
 */
export function childEnvironment(settings, databaseUrl) {
  return {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    PORT: settings.port,
    HOST: settings.host,
    DATA_DIR: settings.dataDirectory,
    DATABASE_URL: databaseUrl,
    ROWMILL_SECRET: process.env.ROWMILL_SECRET || readSecret(settings.dataDirectory),
    SANDBOX_URL: process.env.SANDBOX_URL || `${settings.localUrl}/sandbox/v1`,
  };
}

/** A script of ours that says on stderr why it fails. */
async function runScript(script, env, { signal }) {
  const code = await runStep(node24(), ['--conditions=react-server', script], { env, signal });
  if (code !== 0) throw new ExplainedError();
}
