import { Price } from '#lib/pricing/schema.ts';
import 'server-only';
import { recordAudit } from '#lib/auth/server/audit.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { type Db, db, type Tx } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import { type PriceEntryView, priceOn } from '#lib/pricing/price-book.ts';
import { type DiscountInput, discounted, type PriceInput, priceOfInput } from '#lib/pricing/price-input.ts';
import { findPrice, listPricedModels } from '#lib/pricing/prices.ts';

/** Every price this workspace ever entered, the newest first, withdrawn ones too: what a run was priced by stays to be seen. */
export async function listPriceEntries(db: Db, workspaceId: string): Promise<PriceEntryView[]> {
  const rows = await db.priceEntry.findMany({
    where: { workspaceId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    include: { connection: { select: { name: true } } },
  });
  const ids = rows.flatMap(({ createdById, withdrawnById }) => [createdById ?? [], withdrawnById ?? []].flat());
  const people = await db.user.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, name: true } });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map(({ workspaceId: _, connection, createdById, withdrawnById, ...row }) => ({
    ...row,
    connectionName: connection?.name ?? null,
    enteredBy: (createdById && names.get(createdById)) ?? null,
    withdrawnBy: (withdrawnById && names.get(withdrawnById)) ?? null,
    price: Price.parse(row.price),
    validFrom: dayOf(row.validFrom),
    validTo: row.validTo && dayOf(row.validTo),
    createdAt: row.createdAt.toISOString(),
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
  }));
}

/** What a model costs at a connection of this workspace now, or null when neither it nor the list knows. */
export async function getPriceOf(
  db: Db,
  workspaceId: string,
  of: { model: string; connectionId: string },
): Promise<Price | null> {
  return priceOn(await listPriceEntries(db, workspaceId), of, now());
}

/** Models that runs of this workspace were launched with lately although nobody knew their price. */
export async function listUnpricedModels(db: Db, workspaceId: string): Promise<string[]> {
  const since = new Date(now().getTime() - UNPRICED_DAYS * 86_400_000);
  const runs = await db.run.findMany({
    where: { workspaceId, price: { equals: Prisma.DbNull }, launchedAt: { gte: since } },
    distinct: ['model'],
    select: { model: true },
    orderBy: { model: 'asc' },
  });
  return runs.map(({ model }) => model);
}

const UNPRICED_DAYS = 90;

/** Adds a price. It counts for runs priced from now on; those launched before keep theirs. */
export async function enterPrice(actor: Actor, input: PriceInput): Promise<{ id: string }> {
  const [id = ''] = await enterPrices(actor, input, [priceOfInput(input, findPrice(input.model))]);
  return { id };
}

/**
 * Enters what a discount off the list comes to, as an exact price for each model it is for. Returns how many those are.
 * @throws AppError `invalid` for a model that the list does not know.
 */
export async function enterDiscount(actor: Actor, input: DiscountInput): Promise<number> {
  const day = new Date(input.validFrom);
  const listed = input.model === '' ? listPricedModels(day) : [findPrice(input.model, day)];
  const prices = listed.flatMap((price) => (price ? [discounted(price, input)] : []));
  if (prices.length === 0) {
    const message = `The list has no price of ${input.model} to take a percentage off. Enter a price instead.`;
    throw new AppError('invalid', message, { issues: [{ path: 'model', message }] });
  }
  return (await enterPrices(actor, input, prices)).length;
}

type Agreed = Pick<PriceInput, 'connectionId' | 'validFrom' | 'validTo' | 'source'>;

/** All of them or none. */
async function enterPrices(actor: Actor, agreed: Agreed, prices: readonly Price[]): Promise<string[]> {
  const { workspaceId, userId: createdById } = actor;
  return db().$transaction(async (tx) => {
    const connectionId = await connectionAgreedFor(tx, workspaceId, agreed.connectionId);
    const rows = prices.map((price) => ({
      ...{ id: newId('prc'), workspaceId, createdById, createdAt: now(), connectionId },
      ...{ model: price.model, source: agreed.source, price },
      validFrom: new Date(agreed.validFrom),
      validTo: agreed.validTo === '' ? null : new Date(agreed.validTo),
    }));
    await tx.priceEntry.createMany({ data: rows });
    for (const { id, model } of rows)
      await recordAudit(tx, actor, 'price.entered', id, { model, source: agreed.source });
    return rows.map(({ id }) => id);
  });
}

/** @throws AppError `invalid` for one that this workspace does not have. */
async function connectionAgreedFor(tx: Tx, workspaceId: string, id: string): Promise<string | null> {
  if (id === '') return null;
  const found = await tx.connection.findFirst({ where: { id, workspaceId, deletedAt: null }, select: { id: true } });
  if (found) return found.id;
  const message = 'This connection does not exist any more. Choose another one.';
  throw new AppError('invalid', message, { issues: [{ path: 'connectionId', message }] });
}

/** Takes a price out of use; it stays in the history. @throws AppError `not_found`, also when it is withdrawn already. */
export async function withdrawPrice(actor: Actor, id: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const { count } = await tx.priceEntry.updateMany({
      where: { id, workspaceId: actor.workspaceId, withdrawnAt: null },
      data: { withdrawnAt: now(), withdrawnById: actor.userId },
    });
    if (count === 0) throw new AppError('not_found', 'This price does not exist or was withdrawn already.');
    await recordAudit(tx, actor, 'price.withdrawn', id);
  });
}

/** A date column is midnight UTC of its day. */
function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
