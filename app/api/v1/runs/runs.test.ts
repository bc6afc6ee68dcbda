import { beforeAll, expect, test, vi } from 'vitest';
import type { Actor } from '#lib/auth/server/session.ts';
import { removeDataset } from '#lib/datasets/server/remove-dataset.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool, pool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { closeQueue, openQueue } from '#lib/platform/queue/queue.ts';
import { ensureBuiltInConnections } from '#lib/providers/server/built-in-connections.ts';
import { createTestRun } from '#lib/results/server/test-run.ts';
import { FinishNowOffer } from '#lib/runs/http-schema.ts';
import { Run } from '#lib/runs/schema.ts';
import { planRun } from '#lib/runs/server/plan-run.ts';
import { readRunInput } from '#lib/runs/server/run-input.ts';
import { ensureWorkspace } from '#lib/workspaces/server/workspace-queries.ts';
import { POST as cancel } from './[runId]/cancel/route.ts';
import { POST as finishNow, GET as offerFinish } from './[runId]/finish-now/route.ts';
import { GET as listItems } from './[runId]/items/route.ts';
import { POST as launch } from './[runId]/launch/route.ts';
import { POST as pause } from './[runId]/pause/route.ts';
import { GET as getResults } from './[runId]/results/route.ts';
import { POST as resume } from './[runId]/resume/route.ts';
import { POST as retry } from './[runId]/retry/route.ts';
import { GET as getRun } from './[runId]/route.ts';
import { POST as createRun, GET as listRuns } from './route.ts';

provideTestDatabase(async () => {
  await closeQueue();
  await closePool();
});

const TOKEN = 'a token that only tests know';
let input: { datasetId: string } & Record<string, unknown>;

beforeAll(async () => {
  vi.stubEnv('ROWMILL_API_TOKEN', TOKEN.replaceAll(' ', '-'));
  const workspace = await ensureWorkspace();
  await ensureBuiltInConnections(db(), workspace.id);
  await openQueue({ supervise: false });
  const datasetId = 'ds_test';
  await db().dataset.create({
    data: {
      ...{ id: datasetId, workspaceId: workspace.id, name: 'd', encoding: 'utf-8', delimiter: ',', hasHeader: true },
      columns: [{ name: 'text', type: 'text', emptyCount: 0 }],
      ...{ rowCount: 2, sizeBytes: 10, sha256: '' },
    },
  });
  await db().datasetRow.createMany({
    data: ['=1', 'b'].map((cell, rowIndex) => ({ datasetId, rowIndex, values: [cell] })),
  });
  input = {
    ...{ datasetId, name: 'Étude "1"', model: 'gpt-4o-mini', connection: 'sandbox' },
    prompt: { user: 'Say: {{text}}' },
    output: { kind: 'text' },
  };
});

async function call<P>(
  handler: (request: Request, context: { params: Promise<P> }) => Promise<Response>,
  params: P,
  options: { method?: string; body?: unknown; query?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  const request = new Request(`http://localhost/api/v1/runs?${options.query ?? ''}`, {
    method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
    headers: {
      authorization: `Bearer ${TOKEN.replaceAll(' ', '-')}`,
      ...(options.body !== undefined && { 'content-type': 'application/json' }),
      ...options.headers,
    },
  });
  return handler(request, { params: Promise.resolve(params) });
}

async function runOf(response: Response): Promise<Run> {
  return Run.parse(await response.json());
}

test('a run is made as a draft, shown, and listed first', async () => {
  const made = await call(createRun, {}, { body: input });
  expect(made.status).toBe(201);
  const run = await runOf(made);
  expect(made.headers.get('location')).toBe(`/api/v1/runs/${run.id}`);
  expect(run).toMatchObject({
    status: 'draft',
    counts: { total: 2, waiting: 2 },
    connection: 'sandbox',
    simulated: true,
  });
  expect(await runOf(await call(getRun, { runId: run.id }))).toEqual(run);
  const page = await (await call(listRuns, {}, { query: 'limit=1' })).json();
  expect(page.data.map((listed: Run) => listed.id)).toEqual([run.id]);
});

test('pages of runs hold each run once', async () => {
  for (let n = 0; n < 4; n++) await call(createRun, {}, { body: input });
  const seen: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const page: { data: Run[]; nextAfter: string | null } = await (
      await call(listRuns, {}, { query: `limit=2${after && `&after=${after}`}` })
    ).json();
    seen.push(...page.data.map((run) => run.id));
    after = page.nextAfter;
  }
  expect(seen).toHaveLength(await db().run.count());
  expect(new Set(seen).size).toBe(seen.length);
  expect((await call(listRuns, {}, { query: 'limit=201' })).status).toBe(422);
  expect((await call(listRuns, {}, { query: 'after=run_nope' })).status).toBe(422);
});

test('ten requests with one key at once make one run; the same key for another body is refused', async () => {
  const headers = { 'idempotency-key': 'one-run' };
  const before = await db().run.count();
  const answers = await Promise.all(Array.from({ length: 10 }, () => call(createRun, {}, { body: input, headers })));
  expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(201));
  const ids = await Promise.all(answers.map(async (answer) => (await runOf(answer)).id));
  expect(new Set(ids).size).toBe(1);
  expect(await db().run.count()).toBe(before + 1);
  const reordered = Object.fromEntries(Object.entries(input).reverse());
  expect((await call(createRun, {}, { body: reordered, headers })).status).toBe(201);
  const other = await call(createRun, {}, { body: { ...input, name: 'other' }, headers });
  expect(other.status).toBe(409);
  expect(other.headers.get('content-type')).toBe('application/problem+json');
});

test('a run that cannot be made is refused with the field that is wrong', async () => {
  const refusal = async (body: unknown) => {
    const answer = await call(createRun, {}, { body });
    const { errors } = (await answer.json()) as { errors?: { path?: string }[] };
    return [answer.status, errors?.map((issue) => issue.path)];
  };
  expect(await refusal({ ...input, datasetId: undefined })).toEqual([422, ['datasetId']]);
  expect(await refusal({ ...input, batch: { maxRequests: 50_001 } })).toEqual([422, ['batch.maxRequests']]);
  expect((await refusal({ ...input, datasetId: 'ds_nope' }))[0]).toBe(404);
  expect((await call(createRun, {}, { body: input, headers: { 'idempotency-key': 'two words' } })).status).toBe(400);
});

test('a run is launched once, paused, resumed and canceled, and says why it cannot be', async () => {
  const { id: runId } = await runOf(await call(createRun, {}, { body: input }));
  const steer = async (handler: typeof cancel) => {
    const answer = await call(handler, { runId }, { method: 'POST' });
    return answer.ok ? (await runOf(answer)).status : answer.status;
  };
  expect(await steer(cancel)).toBe(409);
  expect(await steer(retry)).toBe(409);
  expect(await steer(launch)).toBe('queued');
  expect(await steer(launch)).toBe('queued');
  expect(await steer(resume)).toBe(409);
  expect(await steer(pause)).toBe('paused');
  expect(await steer(pause)).toBe(409);
  expect(await steer(resume)).toBe('running');
  expect(await steer(cancel)).toBe('canceling');
  const again = await call(cancel, { runId }, { method: 'POST' });
  expect(await again.json()).toMatchObject({
    status: 409,
    detail: expect.stringContaining('This run is being canceled'),
  });
});

test('a wrong reason to retry is refused by its place', async () => {
  const answer = await call(retry, { runId: 'run_nope' }, { body: { causes: ['bad luck'] } });
  expect([answer.status, (await answer.json()).errors[0].path]).toEqual([422, 'causes.0']);
});

test('the sheet is downloaded under the name of its run, safe for spreadsheets unless asked otherwise', async () => {
  const { id: runId } = await runOf(await call(createRun, {}, { body: input }));
  const safe = await call(getResults, { runId });
  expect(safe.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(safe.headers.get('content-disposition')).toBe(
    `attachment; filename="_tude _1_ (simulated).csv"; filename*=UTF-8''%C3%89tude%20_1_%20%28simulated%29.csv`,
  );
  expect(safe.headers.get('cache-control')).toBe('no-store');
  const bytes = Buffer.from(await safe.arrayBuffer());
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  expect(bytes.toString()).toContain("\n'=1,,1,waiting,");
  const exact = await (await call(getResults, { runId }, { query: 'format=csv&safe=false' })).text();
  expect(exact.split('\n')[1]).toBe('=1,,1,waiting,,0,,0,0,');
  const lines = await call(getResults, { runId }, { query: 'format=jsonl' });
  expect(lines.headers.get('content-type')).toBe('application/x-ndjson');
  expect(
    (await lines.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).text),
  ).toEqual(['=1', 'b']);
  expect((await call(getResults, { runId }, { query: 'format=xlsx' })).status).toBe(422);
});

test('a download that is dropped, or asked for its headers alone, holds no connection', async () => {
  const { id: runId } = await runOf(await call(createRun, {}, { body: input }));
  for (let n = 0; n < 30; n++) {
    const dropped = await call(getResults, { runId });
    await dropped.body?.cancel();
    expect((await call(getResults, { runId }, { method: 'HEAD' })).status).toBe(200);
  }
  expect(pool().totalCount - pool().idleCount).toBe(0);
});

test("another workspace's run is as unknown as one that does not exist, to every call", async () => {
  const foreign = await createTestRun({ columnNames: ['text'], rows: [['theirs']] });
  const calls = { getRun, launch, retry, cancel, pause, resume, listItems, getResults };
  for (const [name, handler] of Object.entries(calls)) {
    const method = name.startsWith('get') || name.startsWith('list') ? 'GET' : 'POST';
    const bodies = await Promise.all(
      [foreign.runId, 'run_nope'].map(async (runId) => (await call(handler, { runId }, { method })).json()),
    );
    expect(bodies[0], name).toMatchObject({ status: 404, detail: 'This run does not exist.' });
    expect(bodies[1], name).toEqual(bodies[0]);
  }
});

test('a dataset deleted while runs are made of it is either kept for them or unknown to them', async () => {
  const { workspaceId } = await db().run.findFirstOrThrow({ select: { workspaceId: true } });
  const actor: Actor = { workspaceId, userId: null, name: 'Script', role: 'owner', via: 'token' };
  for (let n = 0; n < 8; n++) {
    const datasetId = `ds_race${n}`;
    const { id: _, ...copied } = await db().dataset.findUniqueOrThrow({ where: { id: input.datasetId } });
    await db().dataset.create({ data: { ...copied, id: datasetId, columns: copied.columns ?? [], notes: [] } });
    const body = { ...input, datasetId };
    const make = () => call(createRun, {}, { body });
    const [first, , second] = await Promise.all([make(), removeDataset(actor, datasetId), make()]);
    for (const made of [first, second]) expect([201, 404]).toContain(made.status);
    const left = await db().dataset.count({ where: { id: datasetId } });
    expect(left).toBe([first, second].some((made) => made.status === 201) ? 1 : 0);
  }
});

test('a column set to "never send" is refused in a prompt, and kept with a run that leaves it alone', async () => {
  const refused = await call(createRun, {}, { body: { ...input, launch: true, neverSend: ['text'] } });
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({
    errors: [{ path: 'prompt.user', message: expect.stringContaining('set to "never send"') }],
  });
  const body = { ...input, prompt: { user: 'Say hello' }, neverSend: ['text'], idColumn: 'text' };
  const run = await runOf(await call(createRun, {}, { body }));
  const { workspaceId } = await db().dataset.findUniqueOrThrow({ where: { id: input.datasetId } });
  expect(await readRunInput(db(), workspaceId, run.id)).toMatchObject({ neverSend: ['text'], idColumn: 'text' });
  expect((await call(createRun, {}, { body: { ...body, idColumn: 'number' } })).status).toBe(422);
});

test('the column of the answers has the name it was given, also when the run is made again', async () => {
  const { workspaceId } = await db().dataset.findUniqueOrThrow({ where: { id: input.datasetId } });
  const columnOf = async (body: object) => {
    const run = await runOf(await call(createRun, {}, { body: { ...input, ...body } }));
    const { outputColumns } = await db().run.findUniqueOrThrow({ where: { id: run.id } });
    return { outputColumns, answerColumn: (await readRunInput(db(), workspaceId, run.id)).answerColumn };
  };
  expect(await columnOf({ answerColumn: ' Mood ' })).toEqual({ outputColumns: ['Mood'], answerColumn: 'Mood' });
  expect(await columnOf({ answerColumn: 'text' })).toMatchObject({ outputColumns: ['text_2'] });
  expect(await columnOf({})).not.toHaveProperty('answerColumn', expect.any(String));
  expect((await call(createRun, {}, { body: { ...input, answerColumn: '' } })).status).toBe(422);
});

test('a cap is kept with the run, and refused for a model whose price is not known', async () => {
  const run = await runOf(await call(createRun, {}, { body: { ...input, budgetUsd: '25.00' } }));
  expect(run.budgetUsd).toBe('25.000000');
  expect(await runOf(await call(getRun, { runId: run.id }))).toMatchObject({ budgetUsd: '25.000000' });
  const refused = await call(
    createRun,
    {},
    { body: { ...input, model: 'house-model', budgetUsd: '25.00', launch: true } },
  );
  expect(refused.status).toBe(422);
  expect(refused.headers.get('content-type')).toBe('application/problem+json');
  const sentence =
    'The price of house-model is not known, so a cap on what it costs cannot be kept. Enter its price under Settings → Prices, or remove the cap.';
  expect(await refused.json()).toMatchObject({ detail: sentence, errors: [{ path: 'budgetUsd', message: sentence }] });
  expect((await call(createRun, {}, { body: { ...input, model: 'house-model' } })).status).toBe(201);
});

test.each(['0', '0.00', '1000000.01', '-1', 'ten', '999999999999'])('a cap of %s is refused', async (budgetUsd) => {
  const refused = await call(createRun, {}, { body: { ...input, budgetUsd } });
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({ errors: [{ path: 'budgetUsd' }] });
});

test('what finishing now may cost is asked for first, and more than was agreed to is refused', async () => {
  const created = await call(createRun, {}, { body: { ...input, name: 'Late', launch: true } });
  const { id: runId } = Run.parse(await created.json());
  expect((await call(offerFinish, { runId })).status).toBe(409);
  await planRun(runId);
  const offered = await call(offerFinish, { runId });
  const offer = FinishNowOffer.parse(await offered.json());
  expect(offer).toMatchObject({ rows: 2, requests: 2, atProvider: 0 });
  const refused = await call(finishNow, { runId }, { body: { mostUsd: '0.000001' } });
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({ detail: expect.stringContaining('Look at the price again') });
  const agreed = await call(finishNow, { runId }, { body: { mostUsd: offer.mostUsd } });
  expect(agreed.status).toBe(200);
  expect(Run.parse(await agreed.json()).cost.nowUsd).toBe('0.000000');
  expect((await call(finishNow, { runId }, { body: {} })).status).toBe(409);
});

test('a deadline needs a cap and a moment that is still to come, and says which of them is missing', async () => {
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  const of = async (body: object) => {
    const response = await call(createRun, {}, { body: { ...input, name: 'Due', ...body } });
    return [response.status, (await response.json()).errors?.[0]?.path];
  };
  expect(await of({ deadlineAt: inAnHour })).toEqual([422, 'budgetUsd']);
  expect(await of({ deadlineAt: '2020-01-01T00:00:00Z', budgetUsd: '5.00' })).toEqual([422, 'deadlineAt']);
  expect(await of({ deadlineAt: 'tomorrow', budgetUsd: '5.00' })).toEqual([422, 'deadlineAt']);
  expect(await of({ deadlineAt: inAnHour, budgetUsd: '5.00' })).toEqual([201, undefined]);
});
