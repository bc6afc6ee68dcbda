import { json } from 'node:stream/consumers';
import type { Actor } from '#lib/auth/server/session.ts';
import { importDataset } from '#lib/datasets/server/import-dataset.ts';
import { usdString } from '#lib/money.ts';
import { db } from '#lib/platform/db/client.ts';
import { ensureBuiltInConnections } from '#lib/providers/server/built-in-connections.ts';
import { RunInput } from '#lib/runs/schema.ts';
import { cancelRun } from '#lib/runs/server/cancel-run.ts';
import { changeCap } from '#lib/runs/server/change-cap.ts';
import { createRun } from '#lib/runs/server/create-run.ts';
import { finishNow } from '#lib/runs/server/finish-now.ts';
import { resumeRun } from '#lib/runs/server/pause-run.ts';
import { retryItems } from '#lib/runs/server/retry-items.ts';
import { ensureWorkspace } from '#lib/workspaces/server/workspace-queries.ts';
import { readAnswers } from './read-answers.ts';

/** One deed of a person against one database: `node act.ts <deed>`, with what it needs as JSON on stdin; prints its result as JSON. */
const deed = process.argv[2] ?? '';
const given = (await json(process.stdin)) as Given;

const workspace = await ensureWorkspace();
const actor: Actor = { workspaceId: workspace.id, userId: null, name: 'Torture', role: 'owner', via: 'token' };

type Given = { runId: string; rows?: string[]; rowCount?: number; input?: Record<string, unknown> };

const DEEDS: Record<string, (given: Given) => Promise<unknown>> = {
  async launch(given) {
    await ensureBuiltInConnections(db(), workspace.id);
    const dataset = await importDataset(fileOf(given), {
      workspaceId: workspace.id,
      createdById: null,
      name: 'Torture',
    });
    const input = RunInput.parse({
      ...{ model: 'gpt-4o-mini', connection: 'sandbox', output: { kind: 'text' }, launch: true },
      prompt: { user: 'Say something about {{text}}' },
      ...given.input,
      datasetId: dataset.id,
    });
    return createRun(actor, input);
  },
  cancel: ({ runId }) => cancelRun(actor, runId),
  finishNow: ({ runId }) => finishNow(actor, runId),
  resume: ({ runId }) => resumeRun(actor, runId),
  /** To twice of what it was. */
  async raiseCap({ runId }) {
    const { budgetPicoUsd } = await db().run.findUniqueOrThrow({
      where: { id: runId },
      select: { budgetPicoUsd: true },
    });
    return changeCap(actor, runId, { capUsd: usdString(2n * (budgetPicoUsd ?? 0n)), resumes: true });
  },
  retry: ({ runId }) => retryItems(actor, runId, {}),
  readAnswers: ({ runId }) => readAnswers(runId),
};

async function* fileOf({ rows, rowCount = 0 }: Given): AsyncGenerator<Uint8Array> {
  const cells = rows ?? Array.from({ length: rowCount }, (_, index) => `message ${index} about a lost card`);
  yield Buffer.from('text\n');
  for (let start = 0; start < cells.length; start += 1_000)
    yield Buffer.from(
      cells
        .slice(start, start + 1_000)
        .map((cell) => `"${cell}"\n`)
        .join(''),
    );
}

const act = DEEDS[deed];
if (!act) throw new Error(`There is no deed ${deed}.`);
process.stdout.write(JSON.stringify((await act(given)) ?? null));
process.exit();
