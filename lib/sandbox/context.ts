import { randomUUID } from 'node:crypto';
import type { BatchDesk } from './batch-desk.ts';
import { base62, digest } from './chance.ts';
import type { FaultDesk } from './faults.ts';
import type { FileStore } from './file-store.ts';
import type { LiveEntry } from './ledger.ts';
import type { Model } from './models.ts';
import type { Pace } from './pace.ts';
import type { Storage } from './storage.ts';

export type Limits = {
  fileBytes: number;
  batchRequests: number;
  /** Tokens that may wait in unfinished batches of a model; infinite unless set. */
  enqueuedTokens(model: string): number;
};

/** What every part of one sandbox shares. */
export type Context = {
  storage: Storage;
  files: FileStore;
  batches: BatchDesk;
  models: ReadonlyMap<string, Model>;
  faults: FaultDesk;
  pace: Pace;
  limits: Limits;
  /** Part of the requests of a batch that fail for no reason of their own, 0 to 1. */
  failureRate: number;
  ids: Ids;
  /** What was answered at once since this process began. */
  live: LiveEntry[];
  now(): number;
};

/** Makes the ids of files and batches; with a seed the same sequence of calls gets the same ids. */
export class Ids {
  readonly #seed: string;
  #sequence: number;

  constructor(seed: string | undefined, lastSequence: number) {
    this.#seed = seed ?? randomUUID();
    this.#sequence = lastSequence;
  }

  nextSequence(): number {
    return ++this.#sequence;
  }

  fileId(sequence: number): string {
    return `file-${base62(digest(`${this.#seed} file ${sequence}`), 22)}`;
  }

  /** The first eight digits are the time of creation in seconds, as in the provider's own ids. */
  batchId(sequence: number, createdAtMs: number): string {
    const time = Math.floor(createdAtMs / 1000)
      .toString(16)
      .padStart(8, '0')
      .slice(-8);
    return `batch_${time}${digest(`${this.#seed} batch ${sequence}`).slice(0, 24)}`;
  }
}
