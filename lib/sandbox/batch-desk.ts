import { serverError } from './api-error.ts';
import { makeAnswers } from './batch-answers.ts';
import type { BatchView } from './batch-object.ts';
import { type Findings, planBatch, tokenLimitError } from './batch-plan.ts';
import type { Batch, BatchPlan, BatchRecord, LineError, Moment } from './batch-record.ts';
import { settleBatch } from './batch-settle.ts';
import type { BatchStore } from './batch-store.ts';
import { isOver, momentOf } from './batch-timeline.ts';
import type { Context } from './context.ts';

/** All batches of a sandbox: does their work in the background and says at any moment where each one stands. */
export class BatchDesk {
  readonly #store: BatchStore;
  readonly #batches = new Map<string, Batch>();
  readonly #working = new Set<Promise<void>>();

  constructor(store: BatchStore) {
    this.#store = store;
  }

  async load(): Promise<void> {
    for (const batch of await this.#store.load()) this.#batches.set(batch.record.id, batch);
  }

  get lastSequence(): number {
    return [...this.#batches.values()].reduce((last, batch) => Math.max(last, batch.record.sequence), 0);
  }

  async create(context: Context, record: BatchRecord, inputPath: string | null): Promise<Batch> {
    const batch = await this.#store.create(record, inputPath);
    this.#batches.set(record.id, batch);
    this.work(context, batch);
    return batch;
  }

  find(id: string): Batch | null {
    return this.#batches.get(id) ?? null;
  }

  /** Newest first. */
  list(): Batch[] {
    return [...this.#batches.values()].sort((a, b) => b.record.sequence - a.record.sequence);
  }

  /** Starts the work of a batch, or goes on with it after a restart; does nothing when it is in hand or over. */
  work(context: Context, batch: Batch): void {
    if (batch.outcome || batch.work) return;
    const work = this.#plan(context, batch)
      .catch(() => {
        // A full disk, for example: the next look at the batch tries again.
        batch.work = null;
      })
      .finally(() => this.#working.delete(work));
    this.#working.add(work);
    batch.work = work;
  }

  /** Where a batch stands now; writes its result files first when this is the first look after its end. */
  async view(context: Context, batch: Batch): Promise<BatchView> {
    this.work(context, batch);
    if (!batch.outcome) {
      const moment = this.#momentOf(context, batch);
      if (!isOver(moment.status)) return viewOf(batch, moment);
      batch.settling ??= this.#settle(context, batch, moment).finally(() => {
        batch.settling = null;
      });
      await batch.settling;
    }
    const { outcome } = batch;
    return outcome ? { batch, ...outcome } : viewOf(batch, this.#momentOf(context, batch));
  }

  async cancel(context: Context, batch: Batch): Promise<void> {
    const moment = this.#momentOf(context, batch);
    if (batch.record.cancel || isOver(moment.status)) return;
    batch.record = { ...batch.record, cancel: { atMs: context.now(), requestsDone: moment.requestsDone } };
    await this.#store.saveRecord(batch.record);
  }

  /** Resolves when no background work is left; what is over by the clock is then settled at the first look. */
  async idle(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working);
  }

  #momentOf(context: Context, batch: Batch): Moment {
    const { record, plan, answersAtMs, index } = batch;
    return momentOf({ record, plan, answersAtMs, answersMade: index?.length ?? 0 }, context.pace, context.now());
  }

  async #plan(context: Context, batch: Batch): Promise<void> {
    batch.plan ??= await this.#validate(context, batch);
    if (batch.plan.errors.length === 0) await makeAnswers(context, this.#store, batch, batch.plan);
  }

  async #validate(context: Context, batch: Batch): Promise<BatchPlan> {
    const { id, createdAtMs, faults } = batch.record;
    const findings = await planBatch(context, batch, this.#store.path(id, 'input'));
    const refusal = this.#refusalForTokens(context, findings, faults.includes('token-limit'));
    const validatedAtMs = Math.max(createdAtMs + context.pace.validatingMs, context.now());
    const plan = refusal
      ? { errors: [refusal], total: 0, model: null, enqueuedTokens: 0, validatedAtMs }
      : { ...findings, validatedAtMs };
    // Taken up before it is saved: between two validations nothing may slip past the token limit.
    batch.plan = plan;
    await this.#store.savePlan(id, plan);
    return plan;
  }

  #refusalForTokens(context: Context, findings: Findings, isForced: boolean): LineError | null {
    if (!findings.model) return null;
    const limit = context.limits.enqueuedTokens(findings.model);
    const isOver = this.#waitingTokens(context, findings.model) + findings.enqueuedTokens > limit;
    return isOver || isForced ? tokenLimitError(findings.model, limit) : null;
  }

  #waitingTokens(context: Context, model: string | null): number {
    const waiting = this.list().filter(
      (batch) => batch.plan?.model === model && !batch.outcome && !isOver(this.#momentOf(context, batch).status),
    );
    return waiting.reduce((sum, batch) => sum + (batch.plan?.enqueuedTokens ?? 0), 0);
  }

  async #settle(context: Context, batch: Batch, moment: Moment): Promise<void> {
    await batch.work;
    if (!batch.work) throw serverError();
    batch.outcome = await settleBatch(context, this.#store, batch, moment);
    batch.index = null;
    batch.table = null;
  }
}

function viewOf(batch: Batch, moment: Moment): BatchView {
  const { completed, failed } = batch.index?.after(moment.requestsDone) ?? { completed: 0, failed: 0 };
  return { batch, moment, completed, failed, usage: null, outputFileId: null, errorFileId: null };
}
