import { Price } from '#lib/pricing/schema.ts';
import 'server-only';
import { z } from 'zod';
import { Column } from '#lib/datasets/schema.ts';
import { AppError } from '#lib/errors.ts';
import { type PicoUsd, parseUsd, usdString } from '#lib/money.ts';
import type { Db } from '#lib/platform/db/client.ts';
import type { Prisma } from '#lib/platform/db/generated/client.ts';
import { requestCeiling, requestCostsOf } from '#lib/runs/cost-ceiling.ts';
import { emptyCellsOf } from '#lib/runs/empty-cells.ts';
import { rowsPerBatch } from '#lib/runs/packing.ts';
import { Receipt } from '#lib/runs/receipt-schema.ts';
import { RunEstimate } from '#lib/runs/run-estimate.ts';
import { columnsUsed } from '#lib/templates/render.ts';
import { Output, Parameters, Prompt } from '#lib/templates/schema.ts';
import { findOpenApproval } from './approval-queries.ts';
import { estimateWithHistory } from './estimate-run.ts';
import { findReusable } from './reuse-answers.ts';
import { releaseCounts } from './token-counts.ts';

/** Usual text has about four bytes a token; a cap counts its bytes. */
const BYTES_PER_TOKEN = 4;

function capOf(
  run: {
    budgetPicoUsd: bigint | null;
    price: unknown;
    parameters: unknown;
    requestCount: number;
    rowsPerRequest: number;
  },
  inputTokens: number,
): Receipt['cap'] {
  const costs = requestCostsOf(run, { rowsPerRequest: run.rowsPerRequest });
  if (run.budgetPicoUsd === null || !costs || run.requestCount === 0) return null;
  const requests = Math.ceil(run.requestCount / run.rowsPerRequest);
  const rowBytes = Math.ceil((inputTokens * BYTES_PER_TOKEN) / requests);
  return { capUsd: usdString(run.budgetPicoUsd), rowCeilingUsd: usdString(requestCeiling(costs, rowBytes)) };
}

/** What sharing requests saves of the cost, as it is chosen or, where it is not, as it is recommended. */
function packingOf({ packing, cost }: RunEstimate): Omit<Receipt['packing'], 'rowsPerRequest'> {
  const alone = parseUsd(packing?.aloneUsd ?? '');
  const than = (text: string | null | undefined) => {
    const packed = parseUsd(text ?? '');
    return alone === null || packed === null ? null : usdString(alone - packed);
  };
  return {
    isPossible: packing !== null,
    recommended: packing?.recommended ?? null,
    recommendedSavedUsd: than(packing?.recommendedUsd),
    aloneUsd: packing?.aloneUsd ?? null,
    savedUsd: than(cost?.expectedUsd),
    aloneTokens: packing?.aloneTokens ?? null,
    sharedTokens: packing?.sharedTokens ?? null,
  };
}

function usdOf(amount: PicoUsd | null): string | null {
  return amount === null ? null : usdString(amount);
}

/** About what it would cost to send the rows, too, that ask the same as another one. */
function sameCost({ cost, sameRows }: RunEstimate, requestCount: number): string | null {
  const expected = parseUsd(cost?.expectedUsd ?? '');
  return expected === null || requestCount === 0
    ? null
    : usdString((expected * BigInt(sameRows)) / BigInt(requestCount));
}

function emptyCellsIn(prompt: Prompt, dataset: unknown): Receipt['emptyCells'] {
  const columns = z.array(Column).parse(dataset);
  const names = columns.map((column) => column.name);
  return emptyCellsOf(columnsUsed(prompt, names), columns);
}

/** What a receipt reads of a run beside its own columns. */
export const receiptRun = {
  dataset: { select: { rowCount: true, columns: true } },
} as const satisfies Prisma.RunInclude;

/**
 * What launching this run would send and cost; amounts are null where the model's price is unknown. While a lead is asked to
 * approve it, it stays as it was shown. Throws `not_found`.
 */
export async function getReceipt(db: Db, workspaceId: string, runId: string): Promise<Receipt> {
  const run = await db.run.findFirst({ where: { id: runId, workspaceId }, include: receiptRun });
  if (!run) throw new AppError('not_found', 'This run does not exist.');
  const asked = run.status === 'draft' ? await findOpenApproval(db, workspaceId, runId) : null;
  if (asked) return askedReceipt(run, asked);
  const prompt = Prompt.parse(run.prompt);
  const reusing = run.requestHash === null ? undefined : { ...run, requestHash: run.requestHash };
  const reusable = reusing ? await findReusable(reusing) : null;
  const estimate = await estimateWithHistory(workspaceId, {
    ...(run.reuse && { reusing }),
    connectionId: run.connectionId,
    datasetId: run.datasetId,
    model: run.model,
    prompt,
    output: Output.parse(run.output),
    parameters: Parameters.parse(run.parameters),
    price: run.price === null ? null : Price.parse(run.price),
    rowCount: run.rowCount,
    dedupe: run.dedupe,
    rowsPerRequest: run.rowsPerRequest,
  });
  // Whoever looks at this price no longer waits for the count of another.
  releaseCounts(runId, estimate.countKey === undefined ? null : `${workspaceId} ${estimate.countKey}`);
  // The run keeps what its launcher was shown.
  await db.run.updateMany({
    where: { id: runId, workspaceId, status: 'draft', approvals: { none: { status: 'requested' } } },
    data: { estimate },
  });
  return receiptOf(run, estimate, reusable && { rows: reusable.rows, usd: usdOf(reusable.picoUsd) });
}

type ReceiptRun = Prisma.RunGetPayload<{ include: typeof receiptRun }>;

/** The receipt a lead was asked with. What a newer version would add to it is worked out of the run and its estimate, which are the same since. */
function askedReceipt(run: ReceiptRun, asked: { receipt: unknown; estimate: unknown }): Receipt {
  const workedOut = receiptOf(run, RunEstimate.parse(asked.estimate), null);
  const kept = Receipt.safeParse({ ...workedOut, ...z.record(z.string(), z.unknown()).parse(asked.receipt) });
  return kept.success ? kept.data : workedOut;
}

/** The receipt of an estimate. Without `reusable`, what earlier runs answered is known only where it is taken. */
export function receiptOf(
  run: ReceiptRun,
  estimate: RunEstimate,
  reusable: { rows: number; usd: string | null } | null,
): Receipt {
  const requestCount = run.rowCount - estimate.reusedRows - estimate.sameRows;
  const taken = estimate.reusedRows > 0 ? { rows: estimate.reusedRows, usd: null } : null;
  const known = reusable ?? taken;
  return {
    rows: run.rowCount,
    skippedRows: run.dataset.rowCount - run.rowCount,
    emptyCells:
      run.rowCount < run.dataset.rowCount ? null : emptyCellsIn(Prompt.parse(run.prompt), run.dataset.columns),
    sameRows: estimate.sameRows,
    sameUsd: sameCost(estimate, requestCount),
    reusable: known && { ...known, isReused: run.reuse },
    packing: { rowsPerRequest: run.rowsPerRequest, ...packingOf(estimate) },
    batches: Math.ceil(requestCount / rowsPerBatch(run, run.rowsPerRequest)),
    inputTokens: estimate.inputTokens,
    inputTokensExact: estimate.exact,
    countedRequests: estimate.countedRequests ?? requestCount,
    isCounted: estimate.isCounted ?? estimate.exact,
    outputAssumption: estimate.assumption,
    priceAsOf: estimate.cost && Price.parse(run.price).asOf,
    lowUsd: estimate.cost?.lowUsd ?? null,
    expectedUsd: estimate.cost?.expectedUsd ?? null,
    highUsd: estimate.cost?.highUsd ?? null,
    realtimeUsd: estimate.cost?.realtimeUsd ?? null,
    savedUsd: estimate.cost?.savedUsd ?? null,
    cap: capOf({ ...run, requestCount }, estimate.inputTokens),
  };
}
