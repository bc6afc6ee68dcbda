import { parse } from 'csv-parse/sync';
import { beforeAll, expect, test, vi } from 'vitest';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { createTestRun } from '#lib/results/server/test-run.ts';
import { getRunProgress } from '#lib/runs/server/progress.ts';
import { addRunEvent } from '#lib/runs/server/run-events.ts';
import { ensureWorkspace } from '#lib/workspaces/server/workspace-queries.ts';
import { GET } from './route.ts';

const TOKEN = 'a-token-that-only-tests-know';
vi.stubEnv('ROWMILL_API_TOKEN', TOKEN);
provideTestDatabase(closePool);

const LINES = 2_345;
let place: { workspaceId: string; runId: string };
let stranger: string;

beforeAll(async () => {
  const workspace = await ensureWorkspace();
  const other = await createTestRun({ columnNames: ['a'], rows: [['1']] });
  stranger = other.runId;
  const run = await db().run.findUniqueOrThrow({ where: { id: other.runId } });
  place = { workspaceId: workspace.id, runId: newId('run') };
  await db().run.create({
    data: {
      ...{ id: place.runId, workspaceId: workspace.id, datasetId: run.datasetId, connectionId: run.connectionId },
      ...{ name: 'r', model: 'm', prompt: {}, output: {}, parameters: {}, maxAttempts: 1, maxRequests: 1, rowCount: 1 },
    },
  });
  await db().runEvent.createMany({
    data: Array.from({ length: LINES }, (_, n) => ({ ...place, kind: 'sent', message: `Line ${n}, "quoted".` })),
  });
});

function ask(query: string, runId = place.runId): Promise<Response> {
  const request = new Request(`http://localhost/api/v1/runs/${runId}/events?${query}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  return GET(request, { params: Promise.resolve({ runId }) });
}

async function readLog(): Promise<string[][]> {
  return parse(await (await ask('format=csv')).text(), { bom: true });
}

test('pages hold every line once, in order', async () => {
  const messages: string[] = [];
  let after: string | null = '0';
  while (after !== null) {
    const page: { data: { message: string }[]; nextAfter: string | null } = await (
      await ask(`limit=200&after=${after}`)
    ).json();
    messages.push(...page.data.map((event) => event.message));
    after = page.nextAfter;
  }
  expect(messages).toEqual(Array.from({ length: LINES }, (_, n) => `Line ${n}, "quoted".`));
});

test('the download is the whole log as a file', async () => {
  const response = await ask('format=csv');
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(response.headers.get('content-disposition')).toContain(`attachment; filename="${place.runId}-log.csv"`);
  const [head, ...lines]: string[][] = parse(await response.text(), { bom: true });
  expect(head).toEqual(['time', 'kind', 'batch', 'message']);
  expect(lines.map((line) => line[3])).toEqual(Array.from({ length: LINES }, (_, n) => `Line ${n}, "quoted".`));
  expect(new Date(lines[0]?.[0] ?? '').getTime()).toBeGreaterThan(Date.now() - 600_000);
});

test('no message forges a line, neither as it is written nor as it is read, and none runs as a formula', async () => {
  const forged = 'x\r\n2026-01-01T00:00:00.000Z,alarm,,All is lost\u2028and more\u0085still';
  const lines = (await readLog()).length;
  await addRunEvent(db(), { ...place, batchId: 'bat_1' }, 'person', `=HYPERLINK("http://evil") ${forged}`);
  const kept = await db().runEvent.findFirstOrThrow({ where: { runId: place.runId }, orderBy: { id: 'desc' } });
  expect(kept.message).not.toMatch(/[\r\n\u2028\u0085]/);
  // As it could have been written before messages were kept on one line.
  await db().runEvent.create({ data: { ...place, kind: 'person', message: `@SUM(1) ${forged}` } });
  const text = await (await ask('format=csv')).text();
  expect(text.trimEnd().split(/[\r\n\u2028\u2029\u0085\v\f]/)).toHaveLength(lines + 2);
  const [one, two] = (await readLog()).slice(-2);
  expect(one?.slice(1)).toEqual([
    'person',
    'bat_1',
    expect.stringMatching(/^'=HYPERLINK.*,All is lost and more still$/),
  ]);
  expect(two?.[3]).toMatch(/^'@SUM/);
});

test('the page shows the newest fifty and says that there are more', async () => {
  const { events, hasOlderEvents } = await getRunProgress(db(), place.workspaceId, place.runId);
  expect([events.length, hasOlderEvents]).toEqual([50, true]);
  const few = await createTestRun({ columnNames: ['a'], rows: [['1']] });
  await db().runEvent.createMany({
    data: Array.from({ length: 50 }, (_, n) => ({
      ...{ workspaceId: few.workspaceId, runId: few.runId, kind: 'sent', message: String(n) },
    })),
  });
  const shown = await getRunProgress(db(), few.workspaceId, few.runId);
  expect([shown.events.length, shown.hasOlderEvents, shown.events[0]?.message]).toEqual([50, false, '0']);
});

test('a run of another workspace has no log here, and a bad page is said to be one', async () => {
  for (const format of ['json', 'csv']) {
    expect((await ask(`format=${format}`, stranger)).status).toBe(404);
    expect((await ask(`format=${format}`, 'run_none')).status).toBe(404);
  }
  for (const query of ['format=xml', 'after=x', 'after=-1', 'after=9999999999999999999', 'limit=0', 'limit=201'])
    expect((await ask(query)).status, query).toBe(422);
});
