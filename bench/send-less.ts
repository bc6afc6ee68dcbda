import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import Papa from 'papaparse';
import type { Run } from '#lib/runs/schema.ts';
import { type Api, withRowmill } from './engine/api.ts';

/** Every so many rows of the sheet stand in it once more, as in the sheets of people. */
const REPEATED_EVERY = 5;
const ROWS_PER_REQUEST = 10;
const EARLIER_ROWS = 2_000;
/** Of what the run costs that sends every row alone. */
const LIMIT = 0.2;

export const name = 'sending less';

type Given = { title: string; word: string; options: object; earlier?: boolean };

/** The instruction differs in one word of one token, so that no run can use another one's answers, and all cost alike. */
const RUNS: readonly Given[] = [
  { title: 'every row alone', word: 'red', options: { dedupe: false } },
  { title: 'rows that ask the same once', word: 'blue', options: { dedupe: true } },
  {
    title: `and earlier answers of ${EARLIER_ROWS} rows again`,
    ...{ word: 'green', options: { dedupe: true, reuse: true }, earlier: true },
  },
  {
    title: `and ${ROWS_PER_REQUEST} rows in a request`,
    ...{ word: 'black', options: { dedupe: true, reuse: true, rowsPerRequest: ROWS_PER_REQUEST }, earlier: true },
  },
];

/**
 * One question of the real data beside the checkout, asked of the simulated provider by a whole Rowmill: what it costs with every row
 * sent alone, and what each way of sending less takes off.
 */
export async function run(): Promise<{ ok: boolean; details: string }> {
  const data = fileURLToPath(new URL('../../shared/data/banking77/', import.meta.url));
  if (!fs.existsSync(data)) return { ok: true, details: 'skipped: there is no ../shared/data' };
  const labels = JSON.parse(fs.readFileSync(`${data}categories.json`, 'utf8')) as string[];
  return withRowmill('bench-send-less.log', async (api) => {
    const { id: datasetId } = await api.importCsv('banking77 with repeats', repeating(`${data}train.csv`));
    const runs: Run[] = [];
    for (const given of RUNS) runs.push(await measure(api, { datasetId, labels, given }));
    const costs = runs.map(({ cost }) => Number(cost.batchUsd));
    const [alone = 0] = costs;
    const lines = runs.map((one, index) => wordsOf(one, RUNS[index]?.title ?? '', costs[index - 1], alone));
    return { ok: (costs.at(-1) ?? alone) <= LIMIT * alone, details: lines.join('') };
  });
}

function repeating(file: string): string {
  const { data } = Papa.parse<string[]>(fs.readFileSync(file, 'utf8'), { skipEmptyLines: true });
  const [header = [], ...rows] = data;
  return Papa.unparse([header, ...rows, ...rows.filter((_, index) => index % REPEATED_EVERY === 0)]);
}

async function measure(
  api: Api,
  { datasetId, labels, given }: { datasetId: string; labels: string[]; given: Given },
): Promise<Run> {
  const asked = {
    ...{ datasetId, model: 'gpt-4o-mini', output: { kind: 'label', labels }, parameters: { temperature: 0 } },
    ...{ prompt: { system: `You label messages to a ${given.word} bank.`, user: '{{text}}' } },
  };
  if (given.earlier) await api.runToItsEnd({ ...asked, ...given.options, rows: { limit: EARLIER_ROWS } });
  return api.runToItsEnd({ ...asked, ...given.options });
}

function wordsOf(
  { counts, usage, cost, batches }: Run,
  title: string,
  before: number | undefined,
  alone: number,
): string {
  const paid = Number(cost.batchUsd);
  const requests = batches.reduce((sum, batch) => sum + batch.requestCount, 0);
  const expected = Number(cost.estimate.expectedUsd);
  const error = (100 * (expected - paid)) / paid;
  const less = before === undefined ? '' : `, $${(before - paid).toFixed(6)} less than before`;
  return `\n    ${title.padEnd(38)} ${counts.succeeded} of ${counts.total} rows, ${requests} requests, ${usage.inputTokens} tokens in, $${cost.batchUsd} (${((100 * paid) / alone).toFixed(1)} %${less}); expected $${cost.estimate.expectedUsd} (${error > 0 ? '+' : ''}${error.toFixed(1)} %)`;
}
