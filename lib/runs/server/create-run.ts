import 'server-only';
import type { Actor } from '#lib/auth/server/session.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import { RunEstimate } from '#lib/runs/run-estimate.ts';
import type { RunInput } from '#lib/runs/schema.ts';
import { findOpenApproval } from './approval-queries.ts';
import { checkInput } from './check-input.ts';
import { estimateWithHistory } from './estimate-run.ts';
import { launchDraft } from './launch-run.ts';
import { withdrawChanged } from './request-approval.ts';
import { fingerprintOf } from './run-fingerprint.ts';
import { lockRun } from './run-queries.ts';

/** A key the caller made up for this request, and a hash of its body. */
export type Idempotency = { key: string; hash: string };

export type CreateOptions = { idempotency?: Idempotency | undefined; isSample?: boolean };

/**
 * Makes a run, launched at once if the input says so, or, where a rule wants it, as a draft that a lead is asked to approve. With an idempotency key the same request makes one run however
 * often and however concurrently it arrives; `created` is false for the repeats.
 * @throws AppError `not_found`, `invalid`, or `conflict` when the key was used for another request.
 */
export async function createRun(
  actor: Actor,
  input: RunInput,
  options: CreateOptions = {},
): Promise<{ runId: string; created: boolean }> {
  const earlier = await findEarlier(actor.workspaceId, options.idempotency);
  if (earlier) return { runId: earlier, created: false };
  const frozen = await checkInput(db(), actor.workspaceId, input);
  const estimate = input.launch
    ? await estimateWithHistory(actor.workspaceId, { ...frozen, ...reusingOf(actor.workspaceId, frozen) })
    : null;
  const runId = newId('run');
  try {
    await db().$transaction(async (tx) => {
      await insertRun(tx, actor, { runId, frozen }, options);
      if (!input.launch) return;
      await tx.run.update({ where: { id: runId }, data: { estimate: estimate ?? Prisma.JsonNull } });
      await launchDraft(tx, actor, runId);
    });
    return { runId, created: true };
  } catch (error) {
    // Of two requests with one key the database lets one in; the other finds what the first one made.
    const first = isKeyTaken(error) ? await findEarlier(actor.workspaceId, options.idempotency) : null;
    if (first) return { runId: first, created: false };
    // Deleted after it was looked up.
    if (isDatasetGone(error)) throw new AppError('not_found', 'This dataset does not exist.', { cause: error });
    throw error;
  }
}

/** Of a run that takes answers from earlier ones; it is not there yet. */
function reusingOf(workspaceId: string, frozen: Frozen) {
  return frozen.reuse ? { reusing: { ...frozen, id: null, workspaceId } } : {};
}

type DraftRunChange = { runId: string; frozen: Frozen; keepsEstimate: boolean };

/** Makes a run in status draft another one; unless it asks the same, its estimate goes. Throws `conflict` once launched. */
export async function changeDraftRun(db: Tx, workspaceId: string, change: DraftRunChange): Promise<void> {
  const { runId, frozen, keepsEstimate } = change;
  await lockRun(db, workspaceId, runId);
  const { count } = await db.run.updateMany({
    where: { id: runId, workspaceId, status: 'draft' },
    data: { ...frozen, price: frozen.price ?? Prisma.DbNull, ...(!keepsEstimate && { estimate: Prisma.DbNull }) },
  });
  if (count === 0)
    throw new AppError('conflict', 'This run is launched already, so it cannot be changed. Make a new run from it.');
  const asked = await findOpenApproval(db, workspaceId, runId);
  if (!asked) return;
  const isSame = asked.fingerprint === (await fingerprintOf(db, workspaceId, runId));
  // Filed elsewhere, say: what was asked for is the same, and so is the price it was shown with.
  if (isSame) await db.run.update({ where: { id: runId }, data: { estimate: RunEstimate.parse(asked.estimate) } });
  else await withdrawChanged(db, workspaceId, runId);
}

type Frozen = Awaited<ReturnType<typeof checkInput>>;

/** A run in status draft, out of an input that was checked. */
export async function insertRun(
  tx: Tx,
  actor: Actor,
  { runId, frozen }: { runId: string; frozen: Frozen },
  options: CreateOptions = {},
): Promise<void> {
  await tx.run.create({
    data: {
      ...frozen,
      id: runId,
      createdAt: now(),
      workspaceId: actor.workspaceId,
      createdById: actor.userId,
      price: frozen.price ?? Prisma.DbNull,
      isSample: options.isSample ?? false,
      idempotencyKey: options.idempotency?.key ?? null,
      idempotencyHash: options.idempotency?.hash ?? null,
    },
  });
}

async function findEarlier(workspaceId: string, idempotency: Idempotency | undefined): Promise<string | null> {
  if (!idempotency) return null;
  const run = await db().run.findUnique({
    where: { workspaceId_idempotencyKey: { workspaceId, idempotencyKey: idempotency.key } },
    select: { id: true, idempotencyHash: true },
  });
  if (!run) return null;
  if (run.idempotencyHash === idempotency.hash) return run.id;
  throw new AppError('conflict', 'This Idempotency-Key was used for another request. Use a new key for a new run.');
}

function isKeyTaken(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}

function isDatasetGone(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2003') return false;
  return error.message.includes('run_datasetId_fkey');
}
