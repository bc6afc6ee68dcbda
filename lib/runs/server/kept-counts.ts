import 'server-only';
import { createHash } from 'node:crypto';
import { db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import type { InputCount } from '#lib/pricing/input-count.ts';
import type { Encoding } from '#lib/pricing/tokens.ts';
import { labelGuide } from '#lib/templates/label-guide.ts';
import { outputSchema } from '#lib/templates/output-schema.ts';
import type { Output, Prompt } from '#lib/templates/schema.ts';
import type { ReusingRun } from './reuse-answers.ts';
import type { PlacedRequests } from './run-requests.ts';

/** Goes up when requests are counted another way than before, so that nothing old is taken for new. */
const VERSION = 1;

type Counted = PlacedRequests & {
  datasetId: string;
  rowCount: number;
  prompt: Prompt;
  output: Output;
  reusing?: ReusingRun | undefined;
  encoding: Encoding;
  longFrom: number | null;
};

/**
 * Names the requests of a run by everything that decides what their input comes to: which rows are sent, what is said to each, and
 * how a model counts. Rows of a dataset never change, so two runs of one name have one count. Whether rows that ask the same are sent
 * once shows in how many requests there are; rows that are answered already may become more, so they are in it by their number.
 */
export function countKeyOf({ datasetId, rowCount, prompt, output, reusing, ...counted }: Counted): string {
  const { requests, reusedRows, encoding, longFrom } = counted;
  const said = [prompt.system ?? '', prompt.user, labelGuide(output), outputSchema(output)?.schema ?? null];
  const sent = [datasetId, rowCount, requests.count, reusedRows > 0 ? [reusing?.requestHash, reusedRows] : null];
  return createHash('sha256')
    .update(JSON.stringify([VERSION, encoding, longFrom, said, sent]))
    .digest('hex');
}

/** What was counted to the end before, in this workspace. */
export async function findKeptCount(workspaceId: string, key: string): Promise<InputCount | null> {
  const kept = await db().tokenCount.findUnique({ where: { workspaceId_key: { workspaceId, key } } });
  if (!kept) return null;
  const { requests, longRequests, counted } = kept;
  const [tokens, longTokens, spreadTokens] = [kept.tokens, kept.longTokens, kept.spreadTokens].map(Number);
  return {
    requests,
    longRequests,
    counted,
    tokens: tokens ?? 0,
    longTokens: longTokens ?? 0,
    spreadTokens: spreadTokens ?? 0,
  };
}

type Kept = { workspaceId: string; datasetId: string; key: string };

/** Of two processes that count the same, one is kept; they agree. */
export async function keepCount(kept: Kept, count: InputCount): Promise<void> {
  const { tokens, longTokens, spreadTokens, ...rest } = count;
  const sums = { tokens: BigInt(tokens), longTokens: BigInt(longTokens), spreadTokens: BigInt(spreadTokens) };
  await db().tokenCount.createMany({ data: [{ ...kept, ...rest, ...sums, countedAt: now() }], skipDuplicates: true });
}
