import { expect, test } from 'vitest';
import { createOwner } from '#lib/auth/server/create-owner.ts';
import { signIn } from '#lib/auth/server/sign-in.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool, withConnection } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { createTestRun } from '#lib/results/server/test-run.ts';
import { ensureWorkspace } from '#lib/workspaces/server/workspace-queries.ts';
import { GET } from './route.ts';

provideTestDatabase(closePool);

const OWNER = { name: 'Ada', email: 'ada@example.org', password: 'correct horse battery' };
const ROWS = 60_000;

/** A run in the owner's workspace that is too long to be sent at once. */
async function makeLongRun(): Promise<string> {
  const run = await createTestRun({ columnNames: ['text'], rows: [['first']], rowCount: ROWS });
  const { workspaceId } = await db().membership.findFirstOrThrow();
  await db().dataset.update({ where: { id: run.datasetId }, data: { workspaceId, rowCount: ROWS } });
  await db().run.update({ where: { id: run.runId }, data: { workspaceId } });
  await withConnection((connection) =>
    connection.query(
      `insert into dataset_row select $1, n, array['row ' || n || repeat(' and so on', 10)] from generate_series(1, $2::int) n`,
      [run.datasetId, ROWS - 1],
    ),
  );
  return run.runId;
}

test('a session that ends during a download: the file comes whole, from one moment, and the next one is refused', {
  timeout: 60_000,
}, async () => {
  await ensureWorkspace();
  await createOwner(OWNER);
  const cookie = (await signIn(OWNER, new Headers())).map((line) => line.split(';')[0]).join('; ');
  const runId = await makeLongRun();
  const download = () =>
    GET(new Request(`http://localhost/api/v1/runs/${runId}/results?format=csv&safe=false`, { headers: { cookie } }), {
      params: Promise.resolve({ runId }),
    });
  const whole = await (await download()).text();
  expect(whole.split('\n')).toHaveLength(ROWS + 2);

  const response = await download();
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = decoder.decode((await reader?.read())?.value, { stream: true });
  await db().session.deleteMany();
  // What changes meanwhile is not in it either.
  await db().$executeRaw`update dataset_row set "values" = array['changed'] where "rowIndex" > 0`;
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read())
    text += decoder.decode(next.value, { stream: true });
  expect(text).toBe(whole);

  const refused = await download();
  expect(refused.status).toBe(401);
  expect(refused.headers.get('content-type')).toBe('application/problem+json');
});
