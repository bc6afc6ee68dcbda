import { Price } from '#lib/pricing/schema.ts';
import 'server-only';
import { recordAudit } from '#lib/auth/server/audit.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { type Db, db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { type PriceEntryView, priceOn } from '#lib/pricing/price-book.ts';
import { type PriceInput, priceOfInput } from '#lib/pricing/price-input.ts';
import { findPrice } from '#lib/pricing/prices.ts';

/** Every price this workspace ever entered, the newest first, withdrawn ones too: what a run was priced by stays to be seen. */
export async function listPriceEntries(db: Db, workspaceId: string): Promise<PriceEntryView[]> {
  const rows = await db.priceEntry.findMany({
    where: { workspaceId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  return rows.map(({ workspaceId: _, ...row }) => ({
    ...row,
    price: Price.parse(row.price),
    validFrom: dayOf(row.validFrom),
    validTo: row.validTo && dayOf(row.validTo),
    createdAt: row.createdAt.toISOString(),
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
  }));
}

/** What a model costs this workspace now, or null when neither it nor the list knows. */
export async function getPriceOf(db: Db, workspaceId: string, model: string): Promise<Price | null> {
  return priceOn(await listPriceEntries(db, workspaceId), model, now());
}

/** Adds a price. It counts for runs priced from now on; those launched before keep theirs. */
export async function enterPrice(actor: Actor, input: PriceInput): Promise<{ id: string }> {
  const id = newId('prc');
  await db().$transaction(async (tx) => {
    await tx.priceEntry.create({
      data: {
        ...{ id, workspaceId: actor.workspaceId, createdById: actor.userId, createdAt: now() },
        ...{ model: input.model, source: input.source, price: priceOfInput(input, findPrice(input.model)) },
        validFrom: new Date(input.validFrom),
        validTo: input.validTo === '' ? null : new Date(input.validTo),
      },
    });
    await recordAudit(tx, actor, 'price.entered', id, { model: input.model, source: input.source });
  });
  return { id };
}

/** Takes a price out of use; it stays in the history. @throws AppError `not_found`, also when it is withdrawn already. */
export async function withdrawPrice(actor: Actor, id: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const { count } = await tx.priceEntry.updateMany({
      where: { id, workspaceId: actor.workspaceId, withdrawnAt: null },
      data: { withdrawnAt: now() },
    });
    if (count === 0) throw new AppError('not_found', 'This price does not exist or was withdrawn already.');
    await recordAudit(tx, actor, 'price.withdrawn', id);
  });
}

/** A date column is midnight UTC of its day. */
function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
