import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, vi } from 'vitest';
import type { Actor } from '#lib/auth/server/session.ts';
import { importDataset } from '#lib/datasets/server/import-dataset.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { closeQueue, openQueue, sendThrough } from '#lib/platform/queue/queue.ts';
import { sandboxKey } from '#lib/platform/sandbox-key.ts';
import { ensureBuiltInConnections } from '#lib/providers/server/built-in-connections.ts';
import { type Run, RunInput } from '#lib/runs/schema.ts';
import { createRun } from '#lib/runs/server/create-run.ts';
import { getRunView } from '#lib/runs/server/run-view.ts';
import { isRunOver } from '#lib/runs/state.ts';
import type { Faults } from '#lib/sandbox/faults.ts';
import { INSTANT_PACE } from '#lib/sandbox/pace.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '#lib/sandbox/sandbox.ts';
import { type ServedSandbox, serveSandbox } from '#lib/sandbox/serve.ts';
import { ensureWorkspace } from '#lib/workspaces/server/workspace-queries.ts';
import { startHandlers } from './handlers.ts';

/** A worker in this process, a real PostgreSQL, and a provider over real HTTP that keeps its own ledger. */
export type Engine = {
  actor: Actor;
  sandbox: Sandbox;
  /** Switches of the provider; may be set between two calls. */
  faults: Faults;
  makeDataset(rows: readonly (readonly string[])[], header: readonly string[]): Promise<string>;
  launch(input: Partial<RunInput> & { datasetId: string }): Promise<string>;
  untilOver(runId: string, timeoutMs?: number): Promise<Run>;
  until(runId: string, isThere: (run: Run) => boolean, timeoutMs?: number): Promise<Run>;
};

type Options = Pick<SandboxOptions, 'pace' | 'failureRate' | 'limits'> & {
  resolveSeconds?: string;
  pollSeconds?: string;
  /** Without a worker in this process, the test starts its own. */
  hasWorker?: boolean;
};

/** For the top of a test file. */
export function provideEngine(options: Options = {}): Engine {
  const faults: Faults = {};
  const shutdown = new AbortController();
  let parts: { sandbox: Sandbox; served: ServedSandbox; directory: string; actor: Actor } | undefined;
  const get = () => {
    if (!parts) throw new Error('The engine is not up yet.');
    return parts;
  };
  provideTestDatabase(async () => {
    shutdown.abort();
    await closeQueue();
    await closePool();
  });
  beforeAll(async () => {
    vi.stubEnv('POLL_SECONDS', options.pollSeconds ?? '0.2');
    vi.stubEnv('RESOLVE_SECONDS', options.resolveSeconds ?? '2');
    const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'rowmill-engine-'));
    // Settings are read once, on first use: the address has to be known before anything asks for the key.
    const served = await serveSandbox({ handle: (request) => get().sandbox.handle(request) }, { port: 0 });
    vi.stubEnv('SANDBOX_URL', served.url);
    const apiKey = sandboxKey();
    const sandbox = createSandbox({ pace: INSTANT_PACE, failureRate: 0, ...options, directory, apiKey, faults });
    const workspace = await ensureWorkspace();
    await ensureBuiltInConnections(db(), workspace.id);
    if (options.hasWorker ?? true) {
      const boss = await openQueue({ supervise: true });
      sendThrough(boss);
      await startHandlers(boss, shutdown.signal);
    }
    const actor: Actor = { workspaceId: workspace.id, userId: null, name: 'Test', role: 'owner', via: 'token' };
    parts = { sandbox, served, directory, actor };
  });
  afterAll(async () => {
    await parts?.served.close();
    if (parts) await fs.rm(parts.directory, { recursive: true, force: true, maxRetries: 5 });
  });
  return {
    faults,
    get actor() {
      return get().actor;
    },
    get sandbox() {
      return get().sandbox;
    },
    makeDataset: (rows, header) => makeDataset(get().actor, rows, header),
    launch: (input) => launch(get().actor, input),
    untilOver: (runId, timeoutMs) => until(get().actor, runId, (run) => isRunOver(run.status), timeoutMs),
    until: (runId, isThere, timeoutMs) => until(get().actor, runId, isThere, timeoutMs),
  };
}

async function makeDataset(
  actor: Actor,
  rows: readonly (readonly string[])[],
  header: readonly string[],
): Promise<string> {
  const line = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  async function* file() {
    yield Buffer.from(`${line(header)}\n`);
    for (const row of rows) yield Buffer.from(`${line(row)}\n`);
  }
  const dataset = await importDataset(file(), { workspaceId: actor.workspaceId, createdById: null, name: 'Test' });
  return dataset.id;
}

async function launch(actor: Actor, input: Partial<RunInput> & { datasetId: string }): Promise<string> {
  const whole = RunInput.parse({
    model: 'gpt-4o-mini',
    connection: 'sandbox',
    prompt: { user: 'Say something about {{text}}' },
    output: { kind: 'text' },
    launch: true,
    ...input,
  });
  return (await createRun(actor, whole)).runId;
}

async function until(actor: Actor, runId: string, isThere: (run: Run) => boolean, timeoutMs = 25_000): Promise<Run> {
  let last: Run | undefined;
  const look = async () => {
    last = await getRunView(db(), actor.workspaceId, runId);
    return isThere(last) ? last : undefined;
  };
  try {
    return await vi.waitUntil(look, { timeout: timeoutMs, interval: 50 });
  } catch (cause) {
    throw new Error(`The run did not get there: ${JSON.stringify(await stateOf(runId, last), null, 1)}`, { cause });
  }
}

/** What a person would look at first: the run, its log, and what the queue says of its tasks. */
async function stateOf(runId: string, run: Run | undefined) {
  const events = await db().runEvent.findMany({ where: { runId }, select: { message: true }, orderBy: { id: 'asc' } });
  const tasks = await db()
    .$queryRaw`select name, state::text, retry_count, (start_after - now())::text as starts_in, (now() - started_on)::text as started, (now() - heartbeat_on)::text as beat, singleton_key, output->'value'->>'message' as said from pgboss.job where state < 'completed' order by created_on desc limit 20`;
  const sessions = await db()
    .$queryRaw`select application_name, state, wait_event_type, wait_event, (now() - state_change)::text as since, left(query, 200) as query, pg_blocking_pids(pid) as blocked_by, pid from pg_stat_activity where datname = current_database() and state <> 'idle'`;
  return { run, sessions, events: events.map((event) => event.message), tasks };
}
