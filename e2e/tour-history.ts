import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { bookTestAnswers, createTestCharges, type TestAnswer } from '#lib/reports/server/test-charges.ts';

/**
 * Two months of made-up spending for the pictures of Costs, booked as answers are: `node --conditions=react-server tour-history.ts`
 * with DATABASE_URL of a Rowmill that has its first person. Always the same, counted back from today.
 */
const DAYS = 61;
const DAY_MS = 86_400_000;
const ROWS = 60;
const SUBJECTS = [
  { name: 'Label support letters', model: 'gpt-4o-mini', labels: ['Support'], input: 9_200, output: 160 },
  { name: 'Product texts', model: 'gpt-5-mini', labels: ['Shop', 'Autumn'], input: 5_400, output: 2_600 },
  { name: 'Survey answers by topic', model: 'gpt-4.1-mini', labels: ['Research'], input: 7_800, output: 240 },
  { name: 'Summaries of calls', model: 'gpt-4o', labels: [], input: 12_000, output: 1_100 },
] as const;

const { id: workspaceId } = await db().workspace.findFirstOrThrow({ select: { id: true } });
const { id: ownerId } = await db().user.findFirstOrThrow({ select: { id: true } });
const datasetId = newId('ds');
const connectionId = newId('con');
const people = [ownerId, ...(await addPeople(['Ben Ortega', 'Chiara Lindt']))];
await db().connection.create({
  data: { id: connectionId, workspaceId, key: 'shop', name: 'Shop account', kind: 'openai', deletedAt: new Date() },
});
await db().dataset.create({
  data: {
    ...{ id: datasetId, workspaceId, name: 'Earlier sheets', columns: [], encoding: 'utf-8', delimiter: ',' },
    ...{ hasHeader: true, rowCount: ROWS, sizeBytes: 1, sha256: '', deletedAt: new Date() },
  },
});
const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
for (let day = DAYS; day >= 1; day--) {
  const date = new Date(today - day * DAY_MS);
  const isWeekend = [0, 6].includes(date.getUTCDay());
  for (let n = 0; n < (isWeekend ? day % 2 : 1 + ((day * 5) % 3)); n++) await runOn(date, day * 3 + n);
}
await db().$disconnect();
await closePool();

async function addPeople(names: readonly string[]): Promise<string[]> {
  const added = names.map((name) => ({ id: newId('usr'), name, email: `${newId('usr')}@example.com` }));
  await db().user.createMany({ data: added });
  return added.map(({ id }) => id);
}

async function runOn(date: Date, seed: number): Promise<void> {
  const { input, output, ...subject } = SUBJECTS[seed % SUBJECTS.length] ?? SUBJECTS[0];
  const given = { ...subject, connectionId, createdById: people[seed % people.length] ?? null };
  const place = { workspaceId, datasetId, paid: connectionId, simulated: connectionId, people };
  const charged = await createTestCharges(place, given, [ROWS]);
  const answers = Array.from({ length: ROWS }, (_, row): TestAnswer => {
    const share = 1 + ((row * 37 + seed * 11) % 100) / 60;
    const tokens = Math.round(input * share);
    return { input: tokens, cached: row % 4 === 0 ? tokens >> 2 : 0, output: output + row, isUsable: row % 29 !== 0 };
  });
  const endedAt = new Date(date.getTime() + (8 + (seed % 9)) * 3_600_000);
  for (const batchId of charged.batchIds) await bookTestAnswers(charged, batchId, { firstRow: 0, endedAt, answers });
  const times = { createdAt: date, launchedAt: date, plannedAt: date, startedAt: date, finishedAt: endedAt };
  await db().run.update({ where: { id: charged.runId }, data: { ...times, status: 'completed_with_failures' } });
}
