import type { Context } from './context.ts';

/** What one accepted batch came to. Tokens are those of the answers it returned; 0 until it is over. */
export type LedgerEntry = {
  batchId: string;
  inputFileId: string;
  metadata: Record<string, string> | null;
  status: string;
  requests: number;
  completed: number;
  failed: number;
  billedInputTokens: number;
  billedOutputTokens: number;
};

/** One request that was answered at once, with or without anybody who read the answer. */
export type LiveEntry = {
  model: string;
  tier: 'default' | 'flex';
  /** What was asked, as it came. */
  body: string;
  billedInputTokens: number;
  billedOutputTokens: number;
};

/** All accepted batches, oldest first. */
export async function readLedger(context: Context): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for (const batch of context.batches.list().reverse()) {
    const view = await context.batches.view(context, batch);
    entries.push({
      batchId: batch.record.id,
      inputFileId: batch.record.inputFileId,
      metadata: batch.record.metadata,
      status: view.moment.status,
      requests: batch.plan?.total ?? 0,
      completed: view.completed,
      failed: view.failed,
      billedInputTokens: view.usage?.inputTokens ?? 0,
      billedOutputTokens: view.usage?.outputTokens ?? 0,
    });
  }
  return entries;
}
