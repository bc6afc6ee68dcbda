import { beforeAll, expect, test } from 'vitest';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { LimitInput } from '#lib/providers/schema.ts';
import { enterLimit, findTokenLimit, learnLimit, listCapacities } from './capacity-queries.ts';

provideTestDatabase(closePool);

const workspaceId = newId('ws');
const connectionId = newId('con');

beforeAll(async () => {
  await db().workspace.create({ data: { id: workspaceId, name: 'Test' } });
  const data = { id: connectionId, workspaceId, key: 'one', name: 'One', kind: 'openai' as const };
  await db().connection.create({ data });
});

const queueOf = (model: string) => ({ connectionId, model, workspaceId });
const named = 'Enqueued token limit reached. Limit: 2,000,000 enqueued tokens.';

test('a named limit is kept with its sentence, and what is concluded later does not replace it', async () => {
  const queue = queueOf('named');
  expect(await findTokenLimit(db(), queue)).toBeNull();
  expect(await learnLimit(db(), queue, { sentence: named, inFlightTokens: 5 })).toBe(2_000_000);
  expect(await learnLimit(db(), queue, { sentence: 'Too many enqueued tokens.', inFlightTokens: 900_000 })).toBeNull();
  expect(await findTokenLimit(db(), queue)).toEqual({ tokens: 2_000_000, isSure: true });
  const [shown] = (await listCapacities(db(), workspaceId)).filter((capacity) => capacity.model === 'named');
  expect(shown).toMatchObject({ connectionName: 'One', learnedTokens: 2_000_000, isStated: true, source: named });
});

test('without a named limit, what was under way at the refusal is the limit; nothing under way teaches nothing', async () => {
  const queue = queueOf('concluded');
  await learnLimit(db(), queue, { sentence: 'No room.', inFlightTokens: 0 });
  expect(await findTokenLimit(db(), queue)).toBeNull();
  await learnLimit(db(), queue, { sentence: 'No room.', inFlightTokens: 700 });
  expect(await findTokenLimit(db(), queue)).toEqual({ tokens: 700, isSure: false });
});

test('what was learned a day ago holds nothing back', async () => {
  const queue = queueOf('old');
  await learnLimit(db(), queue, { sentence: named, inFlightTokens: 0 });
  const at = (hours: number) =>
    db().connectionCapacity.updateMany({
      where: { model: 'old' },
      data: { learnedAt: new Date(Date.now() - hours * 3_600_000) },
    });
  await at(23);
  expect(await findTokenLimit(db(), queue)).not.toBeNull();
  await at(25);
  expect(await findTokenLimit(db(), queue)).toBeNull();
});

test('an entered limit goes before a learned one until it is taken back', async () => {
  const queue = queueOf('entered');
  await learnLimit(db(), queue, { sentence: named, inFlightTokens: 0 });
  await enterLimit(db(), workspaceId, { connectionId, model: 'entered', tokens: 30_000 });
  expect(await findTokenLimit(db(), queue)).toEqual({ tokens: 30_000, isSure: true });
  await enterLimit(db(), workspaceId, { connectionId, model: 'entered', tokens: null });
  expect(await findTokenLimit(db(), queue)).toEqual({ tokens: 2_000_000, isSure: true });
  await enterLimit(db(), workspaceId, { connectionId, model: 'never seen', tokens: null });
  expect(await findTokenLimit(db(), queueOf('never seen'))).toBeNull();
});

test('nobody enters a limit for another workspace’s connection', async () => {
  const stranger = enterLimit(db(), newId('ws'), { connectionId, model: 'm', tokens: 1 });
  await expect(stranger).rejects.toMatchObject({ code: 'not_found' });
});

test('a limit is typed with or without commas, and is a whole number above zero or nothing', () => {
  const read = (tokens: string) => LimitInput.safeParse({ connectionId, model: 'm', tokens });
  expect(read('2,000,000').data?.tokens).toBe(2_000_000);
  expect(read(' 90 000 ').data?.tokens).toBe(90_000);
  expect(read('').data?.tokens).toBeNull();
  for (const tokens of ['0', '000', '1.5', '-3', '2M', '9'.repeat(16)]) expect(read(tokens).success).toBe(false);
});
