import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { db } from '#lib/platform/db/client.ts';
import { env } from '#lib/platform/env.ts';
import { createConnection } from '#lib/providers/server/connection-queries.ts';
import { provideEngine } from './engine-harness.ts';

const CANARY_KEY = 'sk-canary-7d1f0b64c2e94a5f';
const CANARY_CELL = 'canary-cell-93b1';
const CANARY_PROMPT = 'canary-prompt-51aa';

const engine = provideEngine({ hasWorker: false });
const workers: ChildProcess[] = [];

afterAll(async () => {
  for (const worker of workers) {
    const exited = once(worker, 'exit');
    if (worker.kill('SIGKILL')) await exited;
  }
});

/** A gateway that answers every request with a refusal that repeats the request, key and body. */
async function serveEcho(): Promise<{ url: string; close(): void }> {
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const message = `${request.headers.authorization}: ${body.slice(body.indexOf('{'))}`;
    response.writeHead(400, { 'content-type': 'application/json', 'x-request-id': 'req_echo' });
    response.end(JSON.stringify({ error: { message, code: message, type: message } }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, close: () => server.close() };
}

/** A real worker that says everything it can say. Returns what it has said so far. */
function startTalkativeWorker(): () => string {
  const worker = spawn('node_modules/.bin/node', ['--conditions=react-server', 'lib/worker/main.ts'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LOG_LEVEL: 'trace' },
  });
  workers.push(worker);
  const said: string[] = [];
  for (const stream of [worker.stdout, worker.stderr]) stream?.on('data', (data) => said.push(String(data)));
  return () => said.join('');
}

const Line = z.looseObject({ level: z.number(), msg: z.string() });

test('what is logged names task, run, batch and request, and holds no key, no cell, no prompt and no answer', {
  timeout: 90_000,
}, async () => {
  const workspaceId = engine.actor.workspaceId;
  const echo = await serveEcho();
  for (const [key, baseUrl] of [
    ['wrong-key', env.SANDBOX_URL ?? ''],
    ['echo', echo.url],
  ] as const)
    await createConnection(db(), workspaceId, { key, name: key, baseUrl, apiKey: CANARY_KEY });
  const datasetId = await engine.makeDataset(
    Array.from({ length: 30 }, (_, n) => [`${CANARY_CELL} ${n}`]),
    ['text'],
  );
  const asked = { datasetId, prompt: { user: `${CANARY_PROMPT}: {{text}}` }, batch: { maxRequests: 10 } };
  const said = startTalkativeWorker();
  const good = await engine.launch(asked);
  const refused = await engine.launch({ ...asked, connection: 'wrong-key' });
  const echoed = await engine.launch({ ...asked, connection: 'echo' });
  const run = await engine.untilOver(good, 60_000);
  await engine.until(refused, ({ status }) => status === 'paused', 60_000);
  const told = await engine.untilOver(echoed, 60_000);
  echo.close();
  expect(run.counts).toMatchObject({ total: 30, succeeded: 30 });
  // The gateway did repeat a cell, and the person may read it.
  expect(told.batches[0]?.reason).toContain(CANARY_CELL);
  expect(told.batches[0]?.reason).not.toContain(CANARY_KEY);

  const items = await db().item.findMany({ where: { runId: good } });
  const answer = items[0]?.outputs[0] ?? '';
  expect(answer.length).toBeGreaterThan(10);
  const text = said();
  // The worker goes on talking: its last line may not be whole yet.
  const lines = text
    .slice(0, text.lastIndexOf('\n'))
    .split('\n')
    .map((line) => Line.parse(JSON.parse(line)));
  for (const secret of [CANARY_KEY, CANARY_CELL, CANARY_PROMPT, 'canary-', answer]) expect(text).not.toContain(secret);

  const sent = lines.filter((line) => line.event === 'sent' && line.runId === good);
  expect(sent).toHaveLength(3);
  for (const line of sent) {
    expect(line).toMatchObject({ task: 'batch.advance', taskId: expect.any(String) });
    expect(run.batches.map((batch) => batch.id)).toContain(line.batchId);
    expect(line.providerRequestId).toMatch(/^req_/);
  }
  const refusal = lines.find((line) => line.runId === refused && line.msg === 'A request to the provider failed.');
  expect(refusal).toMatchObject({ err: { trouble: 'key_refused', cause: { status: 401 } } });
  expect(refusal?.providerRequestId).toMatch(/^req_/);
  const echoes = lines.filter((line) => line.runId === echoed && line.msg === 'A request to the provider failed.');
  expect(echoes).toHaveLength(3);
  for (const line of echoes) expect(line).toMatchObject({ err: { trouble: 'invalid' }, providerRequestId: 'req_echo' });
});
