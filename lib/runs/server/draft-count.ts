import 'server-only';
import { AppError } from '#lib/errors.ts';
import { db } from '#lib/platform/db/client.ts';
import type { Run as RunRow } from '#lib/platform/db/generated/client.ts';
import { Price } from '#lib/pricing/schema.ts';
import { encodingFor } from '#lib/pricing/tokens.ts';
import type { DraftCount } from '#lib/runs/draft-count.ts';
import { RunEstimate } from '#lib/runs/run-estimate.ts';
import { Output, Prompt } from '#lib/templates/schema.ts';
import type { CountPlan } from './count-plan.ts';
import type { Countable } from './count-requests.ts';
import { LONG_INPUT_TOKENS } from './estimate-run.ts';
import { findKeptCount, keepCount } from './kept-counts.ts';
import { getReceipt } from './receipt.ts';
import { withColumns } from './row-tokens.ts';
import { placeRunRequests, type RequestingRun, type Stratum, stratifyRequests } from './run-requests.ts';
import { askForCount } from './token-counts.ts';

/** Of a run with more requests, so many are counted and stand for all. */
const MAX_COUNTED = 100_000;
const MAX_OF_STRATA = 50_000;

const NONE: DraftCount = { state: 'none', counted: 0, total: 0 };

/**
 * How far the exact count of what a draft would send is; begins it where nobody has. `version` is the draft whose price was worked
 * out: for another one there is nothing to count. When it is done, the next price that is worked out has it.
 * @throws AppError `not_found`, also for another workspace's draft.
 */
export async function getDraftCount(
  workspaceId: string,
  { draftId, version }: { draftId: string; version: number },
): Promise<DraftCount> {
  const draft = await db().runDraft.findFirst({
    where: { id: draftId, workspaceId },
    select: { pricedVersion: true, run: true },
  });
  if (!draft) throw new AppError('not_found', 'This draft does not exist any more. It was discarded.');
  return draft.run && draft.pricedVersion === version ? countOf(draft.run) : NONE;
}

/**
 * The same for a run that is not launched yet. It has its new price as soon as it is counted: nobody else works it out.
 * @throws AppError `not_found`, also for another workspace's run.
 */
export async function getRunCount(workspaceId: string, runId: string): Promise<DraftCount> {
  const find = () => db().run.findFirst({ where: { id: runId, workspaceId } });
  let run = await find();
  if (!run) throw new AppError('not_found', 'This run does not exist.');
  if (run.status === 'draft' && run.estimate === null) {
    await getReceipt(db(), workspaceId, runId);
    run = await find();
  }
  const count = run ? await countOf(run) : NONE;
  if (count.state === 'done') await getReceipt(db(), workspaceId, runId);
  return count;
}

async function countOf(run: RunRow): Promise<DraftCount> {
  if (run.status !== 'draft' || run.estimate === null) return NONE;
  const { countKey: key, isCounted, reusedRows, sameRows } = RunEstimate.parse(run.estimate);
  if (isCounted || key === undefined) return NONE;
  const { workspaceId, datasetId, requestHash } = run;
  if (await findKeptCount(workspaceId, key)) return { ...NONE, state: 'done' };
  const counted = {
    ...{ datasetId, model: run.model, rowCount: run.rowCount, dedupe: run.dedupe },
    ...{ prompt: Prompt.parse(run.prompt), output: Output.parse(run.output) },
    ...(run.reuse && requestHash !== null && { reusing: { ...run, requestHash } }),
    longFrom: run.price === null ? LONG_INPUT_TOKENS : longFromOf(Price.parse(run.price)),
  };
  const requests = run.rowCount - reusedRows - sameRows;
  return askForCount(`${workspaceId} ${key}`, run.id, {
    total: requests > MAX_COUNTED ? MAX_OF_STRATA : requests,
    plan: () => planCount(counted, requests),
    keep: (count) => keepCount({ workspaceId, datasetId, key }, count),
  });
}

function longFromOf(price: Price): number {
  return price.longInput?.overInputTokens ?? LONG_INPUT_TOKENS;
}

type Counted = Countable & RequestingRun & { model: string; longFrom: number };

async function planCount({ longFrom, model, ...run }: Counted, requests: number): Promise<CountPlan> {
  const { datasetId, prompt, output } = run;
  const strata = requests > MAX_COUNTED ? await stratifyRequests(run, MAX_OF_STRATA) : [await allRequests(run)];
  return {
    source: await withColumns({ datasetId, prompt, output }),
    ...{ encoding: encodingFor(model), longFrom },
    ...inRowOrder(strata),
  };
}

async function allRequests(run: RequestingRun): Promise<Stratum> {
  const { requests } = await placeRunRequests(run, MAX_COUNTED);
  return { requests: requests.count, rows: requests.firstRows };
}

/** The rows of all strata as the thread reads them: in the order of the sheet, each with its stratum. */
function inRowOrder(strata: readonly Stratum[]): Pick<CountPlan, 'strata' | 'rows' | 'stratumOf'> {
  const all = strata.flatMap(({ rows }, stratum) => rows.map((row) => ({ row, stratum })));
  all.sort((a, b) => a.row - b.row);
  return {
    strata: strata.map(({ requests }) => requests),
    rows: Int32Array.from(all, ({ row }) => row),
    stratumOf: Uint16Array.from(all, ({ stratum }) => stratum),
  };
}
