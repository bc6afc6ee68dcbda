import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { INSTANT_PACE } from '../lib/sandbox/pace.ts';
import { createSandbox } from '../lib/sandbox/sandbox.ts';
import { serveSandbox } from '../lib/sandbox/serve.ts';
import { launchRowmill } from './start-rowmill.ts';

const KEY = 'sk-of-another-provider';
const BANKING = '../shared/data/banking77';
const ROWS_IN_CI = 1_500;

/** Real messages where they lie beside the project, else messages of the same kind. */
function readTickets(): { file: Buffer; labels: string[] } {
  if (fs.existsSync(`${BANKING}/train.csv`)) {
    const labels: string[] = JSON.parse(fs.readFileSync(`${BANKING}/categories.json`, 'utf8'));
    return { file: fs.readFileSync(`${BANKING}/train.csv`), labels };
  }
  test
    .info()
    .annotations.push({ type: 'data', description: 'banking77 is not beside the project; made-up messages instead' });
  const lines = Array.from({ length: ROWS_IN_CI }, (_, n) => `"I lost my card ${n}, ""please"" help",lost_card\r\n`);
  return { file: Buffer.from(`text,category\r\n${lines.join('')}`), labels: ['lost_card', 'refund'] };
}

test('a script labels a sheet at another provider, over HTTP alone, and pays what that provider’s ledger says', async () => {
  test.setTimeout(300_000);
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'rowmill-provider-'));
  const provider = createSandbox({ directory, apiKey: KEY, pace: INSTANT_PACE });
  const served = await serveSandbox(provider, { port: 0 });
  const rowmill = await launchRowmill({ OPENAI_API_KEY: KEY, OPENAI_BASE_URL: served.url }, 'second-provider.log');
  const headers = { authorization: `Bearer ${process.env.E2E_API_TOKEN}` };
  async function call(address: string, init: RequestInit = {}) {
    const response = await fetch(`${rowmill.url}/api/v1${address}`, {
      ...init,
      headers: { ...headers, ...init.headers },
    });
    expect(response.ok, `${address} answered ${response.status}`).toBe(true);
    return response;
  }
  try {
    const { file, labels } = readTickets();
    const upload = await call('/datasets?name=tickets', {
      method: 'POST',
      body: new Uint8Array(file),
      headers: { 'content-type': 'text/csv' },
    });
    const dataset = await upload.json();
    const limit = process.env.CI ? Math.min(dataset.rowCount, ROWS_IN_CI) : dataset.rowCount;
    const input = {
      datasetId: dataset.id,
      model: 'gpt-4o-mini',
      prompt: { system: 'You label bank support messages.', user: 'Message: {{text}}' },
      output: { kind: 'label', labels },
      rows: { limit },
      retry: { maxAttempts: 5 },
      batch: { maxRequests: 1_000 },
      launch: true,
    };
    const made = await call('/runs', {
      method: 'POST',
      body: JSON.stringify(input),
      headers: { 'content-type': 'application/json' },
    });
    const { id, connection } = await made.json();
    expect(connection).toBe('openai');
    await expect
      .poll(async () => (await (await call(`/runs/${id}`)).json()).status, { timeout: 240_000, intervals: [500] })
      .toBe('succeeded');
    const run = await (await call(`/runs/${id}`)).json();
    expect(run.counts).toMatchObject({ total: limit, succeeded: limit, failed: 0 });

    const results = await (await call(`/runs/${id}/results?format=csv&safe=false`)).text();
    const [, ...answered] = parse(results) as string[][];
    const [, ...sent] = parse(file, { bom: true }) as string[][];
    expect(answered.map((row) => row.slice(0, 2))).toEqual(sent.slice(0, limit));
    for (const row of answered) expect(labels).toContain(row[2]);

    const paid = (await provider.ledger()).filter((entry) => entry.metadata?.run === id);
    expect(paid).toHaveLength(run.batches.length);
    expect(run.usage.inputTokens).toBe(paid.reduce((sum, entry) => sum + entry.billedInputTokens, 0));
    expect(run.usage.outputTokens).toBe(paid.reduce((sum, entry) => sum + entry.billedOutputTokens, 0));
  } finally {
    await rowmill.stop();
    await served.close();
    fs.rmSync(directory, { recursive: true, force: true });
  }
});
