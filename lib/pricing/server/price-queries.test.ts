import { beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/auth/server/session.ts';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { DiscountInput, PriceInput } from '#lib/pricing/price-input.ts';
import { findPrice } from '#lib/pricing/prices.ts';
import { enterDiscount, enterPrice, getPriceOf, listPriceEntries, withdrawPrice } from './price-queries.ts';

provideTestDatabase(closePool);

let actor: Actor;

beforeEach(async () => {
  actor = await newActor();
});

async function newActor(): Promise<Actor> {
  const workspaceId = newId('ws');
  await db().workspace.create({ data: { id: workspaceId, name: 'Test' } });
  return { workspaceId, userId: null, name: 'Ada', role: 'owner', via: 'session' };
}

function priced(model: string, outputUsd: string): PriceInput {
  return PriceInput.parse({
    ...{ model, realtimeInputUsd: '0.2', realtimeOutputUsd: '0.8', batchInputUsd: '0.1', batchOutputUsd: outputUsd },
    ...{ validFrom: '2026-01-01', source: 'Contract' },
  });
}

test('an entered price counts in its workspace alone, until it is withdrawn; the history keeps it', async () => {
  const stranger = await newActor();
  const { id } = await enterPrice(actor, priced('gpt-4o-mini', '0.3'));
  expect(
    (await getPriceOf(db(), actor.workspaceId, { model: 'gpt-4o-mini', connectionId: 'none' }))?.batch.outputMicroUsd,
  ).toBe(300_000);
  expect(await getPriceOf(db(), stranger.workspaceId, { model: 'gpt-4o-mini', connectionId: 'none' })).toEqual(
    findPrice('gpt-4o-mini'),
  );
  expect(await listPriceEntries(db(), stranger.workspaceId)).toEqual([]);

  await expect(withdrawPrice(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
  await withdrawPrice(actor, id);
  await expect(withdrawPrice(actor, id)).rejects.toMatchObject({ code: 'not_found' });
  expect(await getPriceOf(db(), actor.workspaceId, { model: 'gpt-4o-mini', connectionId: 'none' })).toEqual(
    findPrice('gpt-4o-mini'),
  );
  const [entry] = await listPriceEntries(db(), actor.workspaceId);
  expect(entry).toMatchObject({ id, validFrom: '2026-01-01', validTo: null, source: 'Contract' });
  expect(entry?.withdrawnAt).not.toBeNull();
});

test('who entered and withdrew a price is in the audit log', async () => {
  const { id } = await enterPrice(actor, priced('llama-7', '0.3'));
  await withdrawPrice(actor, id);
  const { workspaceId } = actor;
  const events = await db().auditEvent.findMany({ where: { workspaceId }, orderBy: { id: 'asc' } });
  expect(events.map(({ action, subject }) => [action, subject])).toEqual([
    ['price.entered', id],
    ['price.withdrawn', id],
  ]);
});

async function newConnection(workspaceId: string): Promise<string> {
  const id = newId('con');
  await db().connection.create({ data: { id, workspaceId, key: id, name: 'Account B', kind: 'openai' } });
  return id;
}

test('a price for one connection counts there and nowhere else, and only for a connection of this workspace', async () => {
  const connectionId = await newConnection(actor.workspaceId);
  await enterPrice(actor, { ...priced('gpt-4o-mini', '0.2'), connectionId });
  const at = (id: string) => getPriceOf(db(), actor.workspaceId, { model: 'gpt-4o-mini', connectionId: id });
  expect((await at(connectionId))?.batch.outputMicroUsd).toBe(200_000);
  expect(await at('another')).toEqual(findPrice('gpt-4o-mini'));
  const strange = await newConnection((await newActor()).workspaceId);
  await expect(enterPrice(actor, { ...priced('gpt-4o-mini', '0.2'), connectionId: strange })).rejects.toMatchObject({
    ...{ code: 'invalid', issues: [{ path: 'connectionId' }] },
  });
  const [entry, ...others] = await listPriceEntries(db(), actor.workspaceId);
  expect(entry).toMatchObject({ connectionId, connectionName: 'Account B' });
  expect(others).toEqual([]);
});

test('a percentage off the list is stored as exact prices, of one model or of every one, all or none', async () => {
  const off = (change: object) =>
    DiscountInput.parse({ percent: '12.5', validFrom: '2026-11-10', source: 'Contract', ...change });
  expect(await enterDiscount(actor, off({ model: 'gpt-4o-mini' }))).toBe(1);
  const price = await getPriceOf(db(), actor.workspaceId, { model: 'gpt-4o-mini', connectionId: 'any' });
  expect(price).toMatchObject({
    batch: { inputMicroUsd: 65_625, outputMicroUsd: 262_500 },
    realtime: { inputMicroUsd: 131_250, cachedInputMicroUsd: 65_625, outputMicroUsd: 525_000 },
  });
  await expect(enterDiscount(actor, off({ model: 'llama-7' }))).rejects.toMatchObject({ code: 'invalid' });
  const count = await enterDiscount(actor, off({}));
  expect(count).toBeGreaterThan(10);
  const entries = await listPriceEntries(db(), actor.workspaceId);
  expect(entries).toHaveLength(count + 1);
  expect(entries.find(({ model }) => model === 'gpt-6-sol')?.price.longInput?.overInputTokens).toBe(272_000);
});

test.each(['0', '100', '-5', '10,5', '1.234', ''])('%j is no percentage', (percent) => {
  expect(DiscountInput.safeParse({ percent, validFrom: '2026-11-10', source: 'x' }).success).toBe(false);
});
