import fs from 'node:fs';
import pg from 'pg';
import { importDataset } from '#lib/datasets/server/import-dataset.ts';
import { db } from '#lib/platform/db/client.ts';
import { ingestByFloor, launchByFloor, openClient, settleByFloor } from './floor.ts';
import { findActor, getBatch, ingest, launch, prepareIngest, settle, startWorker, untilOver } from './ours.ts';
import { readRows } from './work.ts';

/** One measurement in a process of its own, so that its memory is its own: `node one.ts <task> <floor|rowmill> <json>`. */
const [, , task = '', way = '', json = '{}'] = process.argv;
type Given = { file: string; datasetId: string; rowCount: number; batchId: string; outputFileId: string };
const given = JSON.parse(json) as Given;
const provider = { url: process.env.SANDBOX_URL ?? '', apiKey: process.env.BENCH_API_KEY ?? '' };
const WARM_UP_ROWS = 20;

/** Each gets ready, warm, and returns the part that is measured. */
const TASKS: Record<string, () => Promise<() => Promise<unknown>>> = {
  'import rowmill': async () => {
    const { workspaceId } = await findActor();
    return async () => {
      const dataset = await importDataset(fs.createReadStream(given.file), {
        ...{ workspaceId, createdById: null, name: 'bench' },
      });
      return { datasetId: dataset.id };
    };
  },
  'launch floor': async () => {
    const client = openClient(provider);
    const rows = readRows(given.file, given.rowCount);
    await settleByFloor(client, rows.slice(0, WARM_UP_ROWS));
    return () => launchByFloor(client, rows);
  },
  'launch rowmill': async () => {
    const actor = await findActor();
    await startWorker();
    await untilOver(await launch(actor, given.datasetId, WARM_UP_ROWS));
    return () => launch(actor, given.datasetId, given.rowCount);
  },
  'settle floor': async () => {
    const client = openClient(provider);
    const rows = readRows(given.file, given.rowCount);
    await settleByFloor(client, rows.slice(0, WARM_UP_ROWS));
    return () => settleByFloor(client, rows);
  },
  'settle rowmill': async () => {
    const actor = await findActor();
    await startWorker();
    await settle(actor, given.datasetId, WARM_UP_ROWS);
    return () => settle(actor, given.datasetId, given.rowCount);
  },
  'prepare rowmill': async () => {
    const actor = await findActor();
    return () => prepareIngest(actor, given.datasetId, given.rowCount);
  },
  'ingest floor': async () => {
    const client = openClient(provider);
    const database = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await database.connect();
    await database.query('create table floor_answer (row int, label text, input_tokens int, output_tokens int)');
    return () => ingestByFloor(client, given.outputFileId, database);
  },
  'ingest rowmill': async () => {
    await getBatch(given.batchId);
    return () => ingest(given.batchId);
  },
};

const prepared = await TASKS[`${task} ${way}`]?.();
if (!prepared) throw new Error(`There is no task ${task} ${way}.`);
const startRss = process.memoryUsage.rss();
let peakRss = startRss;
const watch = setInterval(() => {
  peakRss = Math.max(peakRss, process.memoryUsage.rss());
}, 20);
const startedAt = performance.now();
const result = await prepared();
const ms = performance.now() - startedAt;
clearInterval(watch);
if (task === 'ingest' && way === 'rowmill') await expectAnswered();
process.stdout.write(JSON.stringify({ ms, growthMb: (peakRss - startRss) / 2 ** 20, result }));
process.exit();

/** A figure of a run that lost a row is worth nothing. */
async function expectAnswered(): Promise<void> {
  const answered = await db().item.count({ where: { batchId: given.batchId, status: 'succeeded' } });
  if (answered !== given.rowCount) throw new Error(`${answered} of ${given.rowCount} rows are answered.`);
}
