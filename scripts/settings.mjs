import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { rootDirectory } from './run-step.mjs';

/** What the start itself needs to know; everything else is checked by lib/platform/env.ts once the packages are there. */
export function readSettings() {
  const file = path.join(rootDirectory, '.env');
  if (fs.existsSync(file)) process.loadEnvFile(file);
  const port = process.env.PORT || '3000';
  const host = process.env.HOST || '127.0.0.1';
  return {
    port,
    host,
    dataDirectory: path.resolve(rootDirectory, process.env.DATA_DIR || 'data'),
    databaseUrl: process.env.DATABASE_URL || null,
    appUrl: (process.env.APP_URL || `http://localhost:${port}`).replace(/\/+$/, ''),
    /** Where this machine reaches the web process. */
    localUrl: `http://${localAddress(host)}:${port}`,
  };
}

/** An address that listens everywhere is reached by loopback; one that does not, by itself. */
function localAddress(host) {
  if (['0.0.0.0', '::', 'localhost', '127.0.0.1'].includes(host)) return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/** The key that encrypts provider keys: kept beside the data it opens, readable by its owner alone. */
export function readSecret(dataDirectory) {
  const file = path.join(dataDirectory, 'secret');
  fs.mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const fresh = `${file}.${process.pid}`;
  try {
    return fs.readFileSync(file, 'utf8').trim();
  } catch {
    // Written aside and linked: a start that is cut off leaves no half key, and of two at once one wins for both.
    fs.writeFileSync(fresh, randomBytes(32).toString('hex'), { mode: 0o600 });
    try {
      fs.linkSync(fresh, file);
    } catch {
      // The other one was first.
    }
    fs.rmSync(fresh);
    return fs.readFileSync(file, 'utf8').trim();
  }
}
