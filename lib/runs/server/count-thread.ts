// Counts the input tokens of a run's requests in a thread of its own, so that whoever started it stays free to answer. It is no module
// of the pages' bundle: Node reads this very file, see token-counts.ts. It opens one connection to the database, reads the
// cells a page at a time and keeps sums only, so its memory does not grow with the sheet.
import 'server-only';
import { parentPort, workerData } from 'node:worker_threads';
import { closePool } from '#lib/platform/db/pool.ts';
import { addRequest, emptySums, sumStrata } from '#lib/pricing/input-count.ts';
import { loadTokenCounter } from '#lib/pricing/tokens.ts';
import type { CountPlan, CountWord } from './count-plan.ts';
import { countRequests } from './count-requests.ts';

const TELL_EVERY_MS = 200;

function say(word: CountWord): void {
  parentPort?.postMessage(word);
}

async function count({ source, encoding, longFrom, strata, rows, stratumOf }: CountPlan): Promise<void> {
  const counter = await loadTokenCounter(encoding);
  const sums = strata.map((requests) => emptySums(requests));
  let at = 0;
  let toldMs = performance.now();
  for await (const page of countRequests(source, rows, counter)) {
    for (const { rowIndex, tokens } of page) {
      // A row the dataset does not have is passed over; both lists ascend.
      while ((rows[at] ?? rowIndex) < rowIndex) at += 1;
      const stratum = sums[stratumOf[at] ?? 0];
      if (stratum) addRequest(stratum, tokens, longFrom);
      at += 1;
    }
    if (performance.now() - toldMs < TELL_EVERY_MS) continue;
    say({ counted: at });
    toldMs = performance.now();
  }
  say({ result: sumStrata(sums) });
}

try {
  await count(workerData as CountPlan);
} finally {
  await closePool();
}
