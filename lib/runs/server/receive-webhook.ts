import 'server-only';
import { type Db, db } from '#lib/platform/db/client.ts';
import { now, nowMs } from '#lib/platform/db/clock.ts';
import { fewAtOnce } from '#lib/platform/few-at-once.ts';
import { enqueue } from '#lib/platform/queue/queue.ts';
import type { WebhookEvent } from '#lib/providers/server/webhook.ts';
import { isAtProvider } from '#lib/runs/state.ts';

/** The provider sends an event again for 72 h at most. */
const KEEP_MS = 30 * 24 * 60 * 60_000;

/** A flood of events shares the database with the pages; what waits longer than a provider does is sent again by it. */
const inTurn = fewAtOnce({ atOnce: 4, maxWaiting: 5_000 });

/**
 * Has the batch of an event looked at now, once per event however often it is delivered. The event itself is not believed:
 * what became of the batch is read from the provider by the task. An event nobody can use changes nothing: of a batch that
 * is not ours or is over, or one that comes before we know the batch's id, for that batch is looked at as soon as we do.
 *
 * @throws AppError `unavailable` when thousands wait already
 */
export async function receiveWebhook({ id, type, providerBatchId }: WebhookEvent): Promise<void> {
  if (providerBatchId !== null) await inTurn(() => noteAndWake({ id, type, providerBatchId }));
}

async function noteAndWake({ id, type, providerBatchId }: WebhookEvent & { providerBatchId: string }): Promise<void> {
  await db().$transaction(async (tx) => {
    // In any workspace: a signature says that the provider sent it, not whose account it is about.
    const batch = await tx.batch.findFirst({
      where: { providerBatchId, connection: { kind: 'openai' } },
      select: { id: true, workspaceId: true, status: true },
    });
    const receipt = { id, type, providerBatchId, workspaceId: batch?.workspaceId ?? null, receivedAt: now() };
    const { count } = await tx.webhookReceipt.createMany({ data: [receipt], skipDuplicates: true });
    if (count === 0 || !batch || !isAtProvider(batch.status)) return;
    await enqueue(tx, 'batch.advance', { batchId: batch.id }, batch.id);
  });
}

/** Forgets events so old that they cannot come again. */
export async function forgetOldWebhooks(db: Db): Promise<void> {
  await db.webhookReceipt.deleteMany({ where: { receivedAt: { lt: new Date(nowMs() - KEEP_MS) } } });
}
