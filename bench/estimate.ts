import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { launchRowmill } from '#e2e/start-rowmill.ts';
import { buildPages } from '#scripts/prepare.mjs';

const TRIED_ROWS = 20;
/** Of a run after 20 tried rows, in hundredths. */
const LIMIT_PERCENT = 10;
const LOOK_MS = 500;
const OVER = ['succeeded', 'completed_with_failures'];

export const name = 'estimate against actual cost';

type Subject = { title: string; file: string; body: (wording: string) => object };
type Estimate = {
  expectedUsd: string;
  errorPercent: string | null;
  outcome: { input: { expectedTokens: number; paidTokens: number } } | null;
};
type Run = { id: string; status: string; cost: { estimate: Estimate; batchUsd: string } };
type Api = (path: string, init?: RequestInit) => Promise<unknown>;

/**
 * The error of what is expected before the launch over what the run then cost, on the real data beside the checkout and the
 * simulated provider: once without any history, and once after 20 rows of the same question were run.
 */
export async function run(): Promise<{ ok: boolean; details: string }> {
  const data = fileURLToPath(new URL('../../shared/data/', import.meta.url));
  if (!fs.existsSync(data)) return { ok: true, details: 'skipped: there is no ../shared/data' };
  await buildPages({ say: console.log });
  process.env.E2E_API_TOKEN ??= 'a-token-that-only-this-bench-knows';
  const rowmill = await launchRowmill({ POLL_SECONDS: '0.5' }, 'bench-estimate.log');
  try {
    const api = openApi(rowmill.url);
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
  } finally {
    await rowmill.stop();
  }
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

/** `paid` is the product's own word for it; `input` how far the count of the text was off. */
type Outcome = { error: number; expectedUsd: string; actualUsd: string; paid: string; input: number };

async function measure(api: Api, { title, file, body }: Subject): Promise<{ blind: Outcome; afterTry: Outcome }> {
  const csv = fs.readFileSync(file);
  const headers = { 'content-type': 'text/csv' };
  const { id: datasetId } = (await api(`/api/v1/datasets?name=${encodeURIComponent(title)}&mode=lenient`, {
    ...{ method: 'POST', body: csv, headers },
  })) as { id: string };
  const send = (wording: string, rows?: number) =>
    runToItsEnd(api, { datasetId, ...body(wording), ...(rows && { rows: { limit: rows } }), dedupe: false });
  const blind = await send('Read with care.');
  await send('Read it well.', TRIED_ROWS);
  return { blind: outcomeOf(blind), afterTry: outcomeOf(await send('Read it well.')) };
}

async function runToItsEnd(api: Api, input: object): Promise<Run> {
  const body = JSON.stringify({ ...input, connection: 'sandbox', retry: { maxAttempts: 5 }, launch: false });
  const headers = { 'content-type': 'application/json' };
  let run = (await api('/api/v1/runs', { method: 'POST', body, headers })) as Run;
  await untilCounted(api, run.id);
  await api(`/api/v1/runs/${run.id}/launch`, { method: 'POST' });
  while (!OVER.includes(run.status)) {
    if (run.status === 'failed') throw new Error(`Run ${run.id} failed.`);
    await sleep(LOOK_MS);
    run = (await api(`/api/v1/runs/${run.id}`)) as Run;
  }
  return run;
}

/** As a launch step waits: what is launched then has the price of every row. */
async function untilCounted(api: Api, runId: string): Promise<void> {
  const ask = async () => (await api(`/api/runs/${runId}/count`)) as { state: string };
  for (let count = await ask(); count.state !== 'none'; count = await ask()) {
    if (count.state === 'failed') throw new Error(`The rows of run ${runId} could not be counted.`);
    await sleep(LOOK_MS);
  }
}

function outcomeOf({ cost }: Run): Outcome {
  const { expectedUsd, errorPercent, outcome } = cost.estimate;
  const [expected, actual] = [Number(expectedUsd), Number(cost.batchUsd)];
  const input = outcome
    ? (100 * (outcome.input.expectedTokens - outcome.input.paidTokens)) / outcome.input.paidTokens
    : 0;
  return {
    ...{ error: (100 * (expected - actual)) / actual, expectedUsd, actualUsd: cost.batchUsd },
    ...{ paid: errorPercent ?? 'unknown', input },
  };
}

function words({ error, expectedUsd, actualUsd, paid, input }: Outcome): string {
  const text = `${input > 0 ? '+' : ''}${input.toFixed(1)} % of the text`;
  return `${error > 0 ? '+' : ''}${error.toFixed(1)} % (expected $${expectedUsd}, cost $${actualUsd}; like with like ${paid} %, ${text})`;
}

function openApi(url: string): Api {
  return async (path, init = {}) => {
    const authorization = `Bearer ${process.env.E2E_API_TOKEN}`;
    const response = await fetch(`${url}${path}`, { ...init, headers: { ...init.headers, authorization } });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
}
