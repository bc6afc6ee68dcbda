import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Run } from '#lib/runs/schema.ts';
import { type Api, withRowmill } from './engine/api.ts';

const TRIED_ROWS = 20;
/** Of a run after 20 tried rows, in hundredths. */
const LIMIT_PERCENT = 10;

export const name = 'estimate against actual cost';

type Subject = { title: string; file: string; body: (wording: string) => object };

/**
 * The error of what is expected before the launch over what the run then cost, on the real data beside the checkout and the
 * simulated provider: once without any history, and once after 20 rows of the same question were run.
 */
export async function run(): Promise<{ ok: boolean; details: string }> {
  const data = fileURLToPath(new URL('../../shared/data/', import.meta.url));
  if (!fs.existsSync(data)) return { ok: true, details: 'skipped: there is no ../shared/data' };
  return withRowmill('bench-estimate.log', async (api) => {
    const lines: string[] = [];
    let ok = true;
    for (const subject of listSubjects(data)) {
      const measured = await measure(api, subject);
      ok &&= Math.abs(measured.afterTry.error) <= LIMIT_PERCENT;
      lines.push(
        `\n    ${subject.title.padEnd(34)} ${words(measured.blind)}; after ${TRIED_ROWS} rows ${words(measured.afterTry)}`,
      );
    }
    return { ok, details: lines.join('') };
  });
}

function listSubjects(data: string): Subject[] {
  const labels = JSON.parse(fs.readFileSync(`${data}banking77/categories.json`, 'utf8')) as string[];
  const model = 'gpt-4o-mini';
  return [
    {
      title: 'banking77, one of 77 labels',
      file: `${data}banking77/train.csv`,
      body: (wording) => ({ model, prompt: { system: wording, user: '{{text}}' }, output: { kind: 'label', labels } }),
    },
    {
      title: 'banking77, an answer in words',
      file: `${data}banking77/test.csv`,
      body: (wording) => ({ model, prompt: { user: `${wording} Reply to: {{text}}` }, output: { kind: 'text' } }),
    },
    {
      title: 'prompts_chat, a summary',
      file: `${data}prompts_chat/prompts.csv`,
      body: (wording) => ({ model, prompt: { user: `${wording} Sum up: {{prompt}}` }, output: { kind: 'text' } }),
    },
  ];
}

type Outcome = { error: number; expectedUsd: string | null; actualUsd: string | null };

async function measure(api: Api, { title, file, body }: Subject): Promise<{ blind: Outcome; afterTry: Outcome }> {
  const { id: datasetId } = await api.importCsv(title, fs.readFileSync(file));
  const send = (wording: string, rows?: number) =>
    api.runToItsEnd({ datasetId, ...body(wording), ...(rows && { rows: { limit: rows } }), dedupe: false });
  const blind = await send('Read with care.');
  await send('Read it well.', TRIED_ROWS);
  return { blind: outcomeOf(blind), afterTry: outcomeOf(await send('Read it well.')) };
}

function outcomeOf({ cost }: Run): Outcome {
  const [expected, actual] = [Number(cost.estimate.expectedUsd), Number(cost.batchUsd)];
  return {
    error: (100 * (expected - actual)) / actual,
    expectedUsd: cost.estimate.expectedUsd,
    actualUsd: cost.batchUsd,
  };
}

function words({ error, expectedUsd, actualUsd }: Outcome): string {
  return `${error > 0 ? '+' : ''}${error.toFixed(1)} % (expected $${expectedUsd}, cost $${actualUsd})`;
}
