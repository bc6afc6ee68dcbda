import { to } from 'pg-copy-streams';
import { db } from '#lib/platform/db/client.ts';
import { closePool, pool } from '#lib/platform/db/pool.ts';
import { streamResponse } from '#lib/platform/http/stream.ts';
import { exportRun } from '#lib/results/server/export.ts';
import { getExportRun } from '#lib/results/server/result-queries.ts';

/** One export in a process of its own, so that its memory is its own: `node one.ts floor|rowmill`. */
const FLOOR = `copy (
  select d."values", i."outputs", d."rowIndex", i."status", i."errorMessage", i."attempts", b."providerModel",
    i."inputTokens", i."outputTokens", i."costPicoUsd"
  from dataset_row d join item i on i."runId" = 'run_bench' and i."rowIndex" = d."rowIndex" join batch b on b."id" = i."batchId"
  where d."datasetId" = 'ds_bench' order by d."rowIndex"
) to stdout (format csv)`;

async function* readFloor(): AsyncGenerator<Uint8Array> {
  const connection = await pool().connect();
  yield* connection.query(to(FLOOR));
  connection.release();
}

async function* readExport(): AsyncGenerator<Uint8Array> {
  const run = await getExportRun(db(), 'ws_bench', 'run_bench');
  const response = await streamResponse(
    new Request('http://localhost/'),
    exportRun(run, { format: 'csv', safe: true, separator: 'comma', status: undefined }),
    {},
  );
  yield* response.body ?? [];
}

// The first query loads the database client; that is not the export's time or memory.
await db().run.findFirst({ select: { id: true } });
const startRss = process.memoryUsage().rss;
let peakRss = startRss;
let firstMs = 0;
let sizeBytes = 0;
const startedAt = performance.now();
for await (const piece of process.argv[2] === 'floor' ? readFloor() : readExport()) {
  firstMs ||= performance.now() - startedAt;
  sizeBytes += piece.length;
  peakRss = Math.max(peakRss, process.memoryUsage.rss());
}
const ms = performance.now() - startedAt;
await closePool();
process.stdout.write(JSON.stringify({ ms, firstMs, sizeBytes, growthMb: (peakRss - startRss) / 2 ** 20 }));
