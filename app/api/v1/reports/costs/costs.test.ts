import { parse } from 'csv-parse/sync';
import { beforeAll, expect, test, vi } from 'vitest';
import { tokenSha256 } from '#lib/auth/server/bearer.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { CostReport, CostsQuery } from '#lib/pricing/cost-report.ts';
import { getCostReport } from '#lib/reports/server/cost-report.ts';
import {
  bookTestAnswers,
  createTestCharges,
  createTestPlace,
  type TestPlace,
} from '#lib/reports/server/test-charges.ts';
import { GET } from './route.ts';

provideTestDatabase(closePool);

const LEAD = 'a-token-of-a-lead';
const MEMBER = 'a-token-of-a-member';
const VIEWER = 'a-token-of-a-viewer';
const HEAD =
  'name,simulated,batchUsd,realtimeUsd,savedUsd,duplicateUsd,inputTokens,cachedInputTokens,outputTokens,requests,failed,unknownRequests,unsentRows,unsentUsd,nowUsd,triedUsd,formula';
let place: TestPlace;

beforeAll(async () => {
  vi.stubEnv('ROWMILL_API_TOKEN', 'a-token-that-nobody-uses-here');
  place = await createTestPlace();
  const stranger = await createTestPlace();
  const { workspaceId, people } = place;
  await db().apiToken.createMany({
    data: [
      { id: newId('tok'), workspaceId, name: 'l', role: 'lead', sha256: tokenSha256(LEAD), hint: '…' },
      { id: newId('tok'), workspaceId, name: 'm', role: 'member', sha256: tokenSha256(MEMBER), hint: '…' },
      { id: newId('tok'), workspaceId, name: 'v', role: 'viewer', sha256: tokenSha256(VIEWER), hint: '…' },
    ],
  });
  const [ada = null, ben = null] = people;
  await book(place, { connectionId: place.paid, createdById: ada, name: '=HYPERLINK("http://evil"),\nx' });
  await book(place, { connectionId: place.paid, createdById: ben, labels: ['Q4', 'pilot'] });
  await book(place, { connectionId: place.simulated });
  await book(place, { connectionId: place.paid, model: 'nobody-knows-this-model' });
  await book(stranger, { connectionId: stranger.paid });
});

/** A million tokens in, a hundred thousand out, and one row of two that could not be used. */
async function book(at: TestPlace, given: Parameters<typeof createTestCharges>[1]): Promise<void> {
  const charges = await createTestCharges(at, given, [2]);
  const answers = [
    { input: 1_000_000, output: 100_000 },
    { input: 1_000_000, output: 100_000, isUsable: false },
  ];
  const endedAt = new Date('2026-11-05T23:59:59.999Z');
  await bookTestAnswers(charges, charges.batchIds[0] ?? '', { firstRow: 0, endedAt, answers });
}

function ask(query: string, token = LEAD): Promise<Response> {
  const headers = { authorization: `Bearer ${token}` };
  const request = new Request(`http://localhost/api/v1/reports/costs?${query}`, { headers });
  return GET(request, { params: Promise.resolve({}) });
}

async function report(query: string, token = LEAD): Promise<CostReport> {
  const response = await ask(query, token);
  expect(response.status, query).toBe(200);
  return CostReport.parse(await response.json());
}

const NOVEMBER = 'from=2026-11-01&to=2026-11-30';

test('by label a run with two of them is in both lines, and once in the total', async () => {
  const { data, total } = await report(`${NOVEMBER}&by=label&simulated=false`);
  expect(data.map(({ label, name }) => [label, name])).toEqual([
    ['Q4', 'Q4'],
    ['pilot', 'pilot'],
    [null, 'No label'],
  ]);
  const byDay = await report(`${NOVEMBER}&by=day&simulated=false`);
  expect(total).toEqual(byDay.total);
  const q4 = data.find(({ label }) => label === 'Q4');
  expect(q4?.batchUsd).toBe('0.210000');
  const own = await report(`${NOVEMBER}&by=run&label=q4`);
  expect(own.data.map(({ batchUsd }) => batchUsd)).toEqual(['0.210000']);
  const none = await report(`${NOVEMBER}&by=run&label=&simulated=false`);
  expect(none.data).toHaveLength(2);
  const csv = await (await ask(`${NOVEMBER}&by=label&simulated=false&format=csv`)).text();
  expect(csv.split('\n')[0]).toBe(`label,${HEAD}`);
  expect(csv.split('\n').map((line) => line.split(',').slice(0, 2).join())).toEqual(
    expect.arrayContaining([',No label', 'Q4,Q4', 'pilot,pilot']),
  );
});

test('a day is one line of what was paid and one of what was simulated, with exact amounts', async () => {
  const { data, total, inProgress, ...rest } = await report(NOVEMBER);
  expect(rest).toMatchObject({ from: '2026-11-01', to: '2026-11-30', timeZone: 'UTC', by: 'day', nextAfter: null });
  expect(inProgress).toEqual({ runs: 0, requests: 0 });
  expect(data.map(({ day, name, simulated }) => [day, name, simulated])).toEqual([
    ['2026-11-05', '2026-11-05', false],
    ['2026-11-05', '2026-11-05', true],
  ]);
  const simulated = {
    ...{ batchUsd: '0.210000', realtimeUsd: '0.210000', savedUsd: '0.000000', duplicateUsd: '0.000000' },
    ...{ nowUsd: '0.000000', triedUsd: '0.000000' },
    ...{ inputTokens: 2_000_000, cachedInputTokens: 0, outputTokens: 200_000, requests: 2, failed: 1 },
    ...{ unknownRequests: 0, unsentRows: 0, unsentUsd: '0.000000' },
  };
  expect(data[1]).toMatchObject(simulated);
  expect(total.simulated).toEqual(simulated);
  expect(total.paid).toMatchObject({ batchUsd: '0.420000', requests: 6, failed: 3, unknownRequests: 2 });
});

test('every line has its key under the name of what was asked for', async () => {
  const { data: models } = await report(`${NOVEMBER}&by=model&simulated=false`);
  expect(models.map(({ model, batchUsd }) => [model, batchUsd])).toEqual([
    ['gpt-4o-mini', '0.420000'],
    ['nobody-knows-this-model', null],
  ]);
  const { data: members } = await report(`${NOVEMBER}&by=member`);
  expect(members.map(({ member, name }) => [member, name])).toEqual([
    [place.people[0], 'Ada'],
    [place.people[1], 'Ben'],
    [null, 'A program or the sample run'],
    [null, 'A program or the sample run'],
  ]);
  const { data: runs } = await report(`${NOVEMBER}&by=run`);
  expect(new Set(runs.map(({ run }) => run)).size).toBe(4);
  const { data: own } = await report(`${NOVEMBER}&by=run&member=${place.people[1]}`);
  expect(own).toMatchObject([{ name: 'Run', batchUsd: '0.210000' }]);
});

test('the file has the same lines: unknown is a word, and no name runs as a formula or breaks its line', async () => {
  const response = await ask(`${NOVEMBER}&by=run&format=csv`);
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(response.headers.get('content-disposition')).toContain('costs-by-run-2026-11-01-to-2026-11-30.csv');
  const text = await response.text();
  expect(text.split('\n')[0]).toBe(`run,${HEAD}`);
  const lines: Record<string, string>[] = parse(text, { bom: true, columns: true });
  const { data } = await report(`${NOVEMBER}&by=run`);
  expect(lines.map(({ run, batchUsd }) => [run, batchUsd])).toEqual(
    data.map(({ run, batchUsd }) => [run, batchUsd ?? 'unknown']),
  );
  expect(lines.filter((line) => line.batchUsd === 'unknown')).toHaveLength(1);
  expect(lines.some((line) => line.name === `'=HYPERLINK("http://evil"), x`)).toBe(true);
  expect(lines[0]?.formula).toContain('savedUsd = realtimeUsd - batchUsd');
});

test('a member sees what their own runs cost, and is told so when asking for more', async () => {
  const [ada = '', ben = ''] = place.people;
  const actor: Actor = { workspaceId: place.workspaceId, userId: ada, name: 'Ada', role: 'member', via: 'session' };
  const query = CostsQuery.parse({ from: '2026-11-01', to: '2026-11-30', by: 'member' });
  expect((await getCostReport(db(), actor, query)).data.map(({ member }) => member)).toEqual([ada]);
  await expect(getCostReport(db(), actor, { ...query, member: ben })).rejects.toThrow('Only leads and owners');
});

test('a token below a lead, whose runs are not told from those of others, is refused, and so is a viewer', async () => {
  const refused = await ask(NOVEMBER, MEMBER);
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ detail: expect.stringContaining('Only a token of a lead or an owner') });
  const looking = await ask(NOVEMBER, VIEWER);
  expect(looking.status).toBe(403);
  expect(await looking.json()).toMatchObject({
    detail: expect.stringContaining('A viewer may not see what runs cost'),
  });
});

test('the days are those of UTC, and both ends belong to the period', async () => {
  for (const [query, lines] of [
    ['from=2026-11-05&to=2026-11-05', 2],
    ['from=2026-11-06&to=2026-11-06', 0],
    ['from=2026-11-01&to=2026-11-04', 0],
    ['to=2026-11-05', 2],
    ['to=2026-12-05', 0],
  ] as const)
    expect((await report(query)).data, query).toHaveLength(lines);
  const empty = await report('from=2020-02-28&to=2020-02-29');
  expect(empty.total.paid).toMatchObject({ batchUsd: '0.000000', savedUsd: '0.000000', requests: 0 });
});

test.each([
  ['from=2026-02-30', 'from'],
  ['from=yesterday', 'from'],
  ['from=', 'from'],
  ['from=0000-01-01', 'from'],
  ['from=1969-12-31', 'from'],
  ['to=2026-11-20T00:00:00Z', 'to'],
  ['from=2026-11-02&to=2026-11-01', 'to'],
  ['from=1999-01-01&to=2026-11-01', 'to'],
  ['by=week', 'by'],
  ['by=', 'by'],
  ['format=xml', 'format'],
])('%s is refused, and said where', async (query, path) => {
  const response = await ask(query);
  expect(response.status).toBe(422);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(await response.json()).toMatchObject({ status: 422, errors: [{ path }] });
});

test('without a token there is no report', async () => {
  expect((await ask('', 'a-wrong-token')).status).toBe(401);
});
