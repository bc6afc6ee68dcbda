import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson, type Storage, saveJson } from './storage.ts';

/** A file as it is kept; times in milliseconds of the sandbox's clock. `sequence` orders files made in the same millisecond. */
export const StoredFile = z.object({
  id: z.string(),
  filename: z.string(),
  purpose: z.string(),
  bytes: z.number(),
  createdAtMs: z.number(),
  expiresAtMs: z.number().nullable(),
  sequence: z.number(),
});
export type StoredFile = z.infer<typeof StoredFile>;

export class FileStore {
  readonly #storage: Storage;
  readonly #files = new Map<string, StoredFile>();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Reads all records; files past their time are deleted for good. */
  async load(nowMs: number): Promise<void> {
    for (const name of await readdir(this.#storage.files)) {
      if (!name.endsWith('.json')) continue;
      const file = StoredFile.parse(await readJson(join(this.#storage.files, name)));
      this.#files.set(file.id, file);
      if (!this.find(file.id, nowMs)) await this.remove(file.id);
    }
  }

  get lastSequence(): number {
    return [...this.#files.values()].reduce((last, file) => Math.max(last, file.sequence), 0);
  }

  dataPath(id: string): string {
    return join(this.#storage.files, `${id}.data`);
  }

  /** Takes over the bytes at `path`. The record is written last: without it the bytes do not exist for anybody. */
  async add(file: StoredFile, path: string): Promise<void> {
    await rename(path, this.dataPath(file.id));
    await saveJson(this.#storage, this.#recordPath(file.id), file);
    this.#files.set(file.id, file);
  }

  /** The file, or null when it was never there, was deleted or is past its time. */
  find(id: string, nowMs: number): StoredFile | null {
    const file = this.#files.get(id);
    return file && (file.expiresAtMs === null || nowMs < file.expiresAtMs) ? file : null;
  }

  async remove(id: string): Promise<void> {
    this.#files.delete(id);
    await rm(this.#recordPath(id), { force: true });
    await rm(this.dataPath(id), { force: true });
  }

  /** All files that are not past their time, newest first. */
  list(nowMs: number): StoredFile[] {
    const files = [...this.#files.values()].filter((file) => this.find(file.id, nowMs));
    return files.sort((a, b) => b.sequence - a.sequence);
  }

  #recordPath(id: string): string {
    return join(this.#storage.files, `${id}.json`);
  }
}

/** The file as the provider shows it, fields in its order. */
export function fileObject(file: StoredFile) {
  return {
    object: 'file',
    id: file.id,
    purpose: file.purpose,
    filename: file.filename,
    bytes: file.bytes,
    created_at: Math.floor(file.createdAtMs / 1000),
    expires_at: file.expiresAtMs === null ? null : Math.floor(file.expiresAtMs / 1000),
    status: 'processed',
    status_details: null,
  };
}
