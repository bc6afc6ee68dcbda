import { link, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Batch, BatchOutcome, BatchPlan, BatchRecord } from './batch-record.ts';
import { readJson, type Storage, saveJson, temporaryPath } from './storage.ts';

/** Batches on disk: one folder each, with the record, and as they come about the plan, the answers and the outcome. */
export class BatchStore {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  path(id: string, name: 'input' | 'output' | 'errors' | 'index' | 'answers.json'): string {
    return join(this.#storage.batches, id, name);
  }

  async load(): Promise<Batch[]> {
    const ids = await readdir(this.#storage.batches);
    return Promise.all(ids.map((id) => this.#loadOne(id)));
  }

  /** The folder appears whole, with its own link to the input: deleting the input file later does the batch no harm. */
  async create(record: BatchRecord, inputPath: string | null): Promise<Batch> {
    const temporary = temporaryPath(this.#storage);
    await mkdir(temporary);
    if (inputPath) await link(inputPath, join(temporary, 'input'));
    await saveJson(this.#storage, join(temporary, 'batch.json'), record);
    await rename(temporary, join(this.#storage.batches, record.id));
    return newBatch(record, null, null);
  }

  async saveRecord(record: BatchRecord): Promise<void> {
    await saveJson(this.#storage, join(this.#storage.batches, record.id, 'batch.json'), record);
  }

  async savePlan(id: string, plan: BatchPlan): Promise<void> {
    await saveJson(this.#storage, join(this.#storage.batches, id, 'plan.json'), plan);
  }

  /** Writes the end of a batch and drops what it was made from. */
  async saveOutcome(id: string, outcome: BatchOutcome): Promise<void> {
    await saveJson(this.#storage, join(this.#storage.batches, id, 'outcome.json'), outcome);
    for (const name of ['input', 'output', 'errors', 'index', 'answers.json'] as const) {
      await rm(this.path(id, name), { force: true });
    }
  }

  async #loadOne(id: string): Promise<Batch> {
    const folder = join(this.#storage.batches, id);
    const [record, plan, outcome] = await Promise.all([
      readJson(join(folder, 'batch.json')),
      readJson(join(folder, 'plan.json')),
      readJson(join(folder, 'outcome.json')),
    ]);
    return newBatch(
      BatchRecord.parse(record),
      plan === null ? null : BatchPlan.parse(plan),
      outcome === null ? null : BatchOutcome.parse(outcome),
    );
  }
}

function newBatch(record: BatchRecord, plan: BatchPlan | null, outcome: BatchOutcome | null): Batch {
  return { record, plan, outcome, index: null, answersAtMs: null, table: null, work: null, settling: null };
}
