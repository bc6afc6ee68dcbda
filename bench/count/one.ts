import fs from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Counted } from '#bench/count.ts';
import { findActor } from '#bench/engine/ours.ts';
import { readRows } from '#bench/engine/work.ts';
import { importDataset } from '#lib/datasets/server/import-dataset.ts';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { loadTokenCounter } from '#lib/pricing/tokens.ts';
import { emptyDraft } from '#lib/runs/draft-form.ts';
import { getDraftCount } from '#lib/runs/server/draft-count.ts';
import { priceDraft } from '#lib/runs/server/price-draft.ts';

/** One measurement in a process of its own, so that its memory is its own: `node one.ts <csv>`. */
const [, , file = ''] = process.argv;
const SYSTEM = 'You sort messages to a bank by topic. Answer with the one topic that fits best.';
const ASK_EVERY_MS = 100;
const MB = 2 ** 20;

const actor = await findActor();
const { workspaceId } = actor;
const dataset = await importDataset(fs.createReadStream(file), { workspaceId, createdById: null, name: 'bench' });
const draft = { draftId: newId('drf'), version: 1 };
await db().runDraft.create({
  data: {
    ...{ id: draft.draftId, workspaceId, datasetId: dataset.id, name: '', version: 1, updatedAt: new Date() },
    form: emptyDraft({
      ...{ system: SYSTEM, user: 'From {{customer}} by {{channel}}:\n{{message}}' },
      ...{ model: 'gpt-4o-mini', connection: 'sandbox', dedupe: false, reached: 'launch' },
    }),
  },
});
const first = await priceDraft(actor, draft);
if (first.receipt.isCounted) throw new Error('There is nothing left to count.');

const startRss = process.memoryUsage.rss();
let peakRss = startRss;
const stalls = monitorEventLoopDelay({ resolution: 1 });
stalls.enable();
const startedMs = performance.now();
while ((await getDraftCount(workspaceId, draft)).state !== 'done') {
  await sleep(ASK_EVERY_MS);
  peakRss = Math.max(peakRss, process.memoryUsage.rss());
}
const ms = performance.now() - startedMs;
stalls.disable();
const { receipt } = await priceDraft(actor, draft);
await closePool();

const { requestTokens } = await loadTokenCounter();
const rows = readRows(file, receipt.rows);
const floorStartedMs = performance.now();
let floorTokens = 0;
for (const row of rows)
  floorTokens += requestTokens({ system: SYSTEM, user: `From ${row[2]} by ${row[3]}:\n${row[1]}` });
const counted: Counted = {
  ...{ ms, floorMs: performance.now() - floorStartedMs, tokens: receipt.inputTokens, floorTokens },
  ...{ stallMs: stalls.max / 1e6, growthMb: (peakRss - startRss) / MB },
};
process.stdout.write(JSON.stringify(counted));
