import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where things lie below the sandbox's directory. Everything appears by a rename, so nothing half-written is ever seen. */
export type Storage = { files: string; batches: string; temporary: string };

export async function openStorage(directory: string): Promise<Storage> {
  const storage = {
    files: join(directory, 'files'),
    batches: join(directory, 'batches'),
    temporary: join(directory, 'temporary'),
  };
  // What a killed process left half-done is of no use to anybody.
  await rm(storage.temporary, { recursive: true, force: true });
  for (const path of Object.values(storage)) await mkdir(path, { recursive: true });
  return storage;
}

export function temporaryPath(storage: Storage): string {
  return join(storage.temporary, randomUUID());
}

export async function saveJson(storage: Storage, path: string, value: unknown): Promise<void> {
  const temporary = temporaryPath(storage);
  await writeFile(temporary, JSON.stringify(value));
  await rename(temporary, path);
}

/** The parsed file, or null when there is none. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
