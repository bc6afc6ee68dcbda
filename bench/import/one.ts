import fs from 'node:fs';
import { importDataset } from '#lib/datasets/server/import-dataset.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { importByFloor } from './floor.ts';

/** One import in a process of its own, so that its memory is its own: `node one.ts floor|rowmill <file>`. */
const [, , way, file = ''] = process.argv;

// The first query loads the database client; that is not the import's memory.
await db().workspace.upsert({ where: { id: 'ws_bench' }, create: { id: 'ws_bench', name: 'bench' }, update: {} });
const startRss = process.memoryUsage().rss;
let peakRss = startRss;
const watch = setInterval(() => {
  peakRss = Math.max(peakRss, process.memoryUsage().rss);
}, 20);
const startedAt = performance.now();
if (way === 'floor') await importByFloor(file, process.env.DATABASE_URL ?? '');
else await importDataset(fs.createReadStream(file), { workspaceId: 'ws_bench', createdById: null, name: 'bench' });
const ms = performance.now() - startedAt;
clearInterval(watch);
await closePool();
process.stdout.write(JSON.stringify({ ms, growthMb: (peakRss - startRss) / 2 ** 20 }));
