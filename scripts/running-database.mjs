import fs from 'node:fs';
import path from 'node:path';

const fileOf = (dataDirectory) => path.join(dataDirectory, 'postgres.json');

/**
 * Whether Rowmill was ever started with its own database on this data folder.
 * @param {string} dataDirectory
 */
export function hasDatabase(dataDirectory) {
  return fs.existsSync(fileOf(dataDirectory));
}

/**
 * The address of the embedded database that runs on a data folder, from what it keeps there for its next start.
 * @param {string} dataDirectory
 * @throws Error when the folder has none.
 */
export function findRunningUrl(dataDirectory) {
  const { password, port } = JSON.parse(fs.readFileSync(fileOf(dataDirectory), 'utf8'));
  return `postgresql://rowmill:${password}@127.0.0.1:${port}/rowmill`;
}
