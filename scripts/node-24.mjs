import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The Node 24 that npm installed: everything but the start itself runs under it, whatever the machine has. */
export function node24() {
  const installed = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  return existsSync(installed) ? installed : process.execPath;
}
