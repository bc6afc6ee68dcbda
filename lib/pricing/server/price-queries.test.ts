import { beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/auth/server/session.ts';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { PriceInput } from '#lib/pricing/price-input.ts';
import { findPrice } from '#lib/pricing/prices.ts';
import { enterPrice, getPriceOf, listPriceEntries, withdrawPrice } from './price-queries.ts';

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
  expect((await getPriceOf(db(), actor.workspaceId, 'gpt-4o-mini'))?.batch.outputMicroUsd).toBe(300_000);
  expect(await getPriceOf(db(), stranger.workspaceId, 'gpt-4o-mini')).toEqual(findPrice('gpt-4o-mini'));
  expect(await listPriceEntries(db(), stranger.workspaceId)).toEqual([]);

  await expect(withdrawPrice(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
  await withdrawPrice(actor, id);
  await expect(withdrawPrice(actor, id)).rejects.toMatchObject({ code: 'not_found' });
  expect(await getPriceOf(db(), actor.workspaceId, 'gpt-4o-mini')).toEqual(findPrice('gpt-4o-mini'));
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
