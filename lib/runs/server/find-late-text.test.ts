import { beforeAll, expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { findLateTextOf } from './find-late-text.ts';

const RULES = Array.from({ length: 300 }, (_, at) => `Rule number ${at} says to be kind.`).join(' ');
const ASKED = {
  ...{ datasetId: 'ds_one', model: 'gpt-5-mini', output: { kind: 'text' as const } },
  prompt: { user: `Message: {{text}}\n\n${RULES}` },
};

provideTestDatabase(closePool);

beforeAll(async () => {
  await db().workspace.create({ data: { id: 'ws_one', name: 'One' } });
  await db().connection.create({
    data: { id: 'con_one', workspaceId: 'ws_one', key: 'sandbox', name: 'Sandbox', kind: 'sandbox', isDefault: true },
  });
  await db().dataset.create({
    data: {
      ...{ id: 'ds_one', workspaceId: 'ws_one', name: 'd', encoding: 'utf-8', delimiter: ',', hasHeader: true },
      ...{ columns: [{ name: 'text', type: 'text', emptyCount: 0 }], rowCount: 10_000, sizeBytes: 1, sha256: '' },
    },
  });
});

test('what late text could save is its tokens times the rows times what the cached batch price is less', async () => {
  const hint = await findLateTextOf('ws_one', ASKED);
  expect(hint).toMatchObject({ hole: '{{text}}', rows: 10_000, reordered: `${RULES}\n\nMessage: {{text}}` });
  const tokens = hint?.tokens ?? 0;
  expect(tokens).toBeGreaterThan(2_000);
  // $0.125 and $0.0125 per million tokens; the two words before the column are kept, too.
  const saved = Number(hint?.savedUsd);
  expect(saved).toBeGreaterThan((tokens * 10_000 * 0.1125) / 1e6);
  expect(saved).toBeLessThan(((tokens + 10) * 10_000 * 0.1125) / 1e6);
  const few = await findLateTextOf('ws_one', { ...ASKED, rowLimit: 100 });
  expect(Number(few?.savedUsd)).toBeCloseTo(saved / 100, 6);
});

test('nothing is said where nothing can be saved, and no amount where no price is known', async () => {
  expect(await findLateTextOf('ws_one', { ...ASKED, model: 'gpt-4o-mini' })).toBeNull();
  expect(await findLateTextOf('ws_one', { ...ASKED, model: 'llama-7' })).toMatchObject({ savedUsd: null });
  expect(await findLateTextOf('ws_one', { ...ASKED, prompt: { user: `${RULES}\n\n{{text}}` } })).toBeNull();
  await expect(findLateTextOf('ws_two', ASKED)).rejects.toMatchObject({ code: 'not_found' });
});
