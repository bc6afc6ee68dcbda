import { setTimeout as sleep } from 'node:timers/promises';
import { launchRowmill } from '#e2e/start-rowmill.ts';
import type { Run } from '#lib/runs/schema.ts';
import { buildPages } from '#scripts/prepare.mjs';

const LOOK_MS = 500;
const OVER = ['succeeded', 'completed_with_failures'];

/** A whole Rowmill with its sandbox, spoken to as programs do. */
export type Api = {
  importCsv(title: string, csv: string | Buffer<ArrayBuffer>): Promise<{ id: string; rowCount: number }>;
  /** Launches a run on the sandbox and waits until every row is settled. Throws when it fails as a whole. */
  runToItsEnd(input: object): Promise<Run>;
};

/** Builds the pages, starts Rowmill with an empty database, and stops it when the work is done. `log` is the name of its log file. */
export async function withRowmill<T>(log: string, work: (api: Api) => Promise<T>): Promise<T> {
  await buildPages({ say: console.log });
  process.env.E2E_API_TOKEN ??= 'a-token-that-only-this-bench-knows';
  const rowmill = await launchRowmill({ POLL_SECONDS: '0.5' }, log);
  try {
    return await work(openApi(rowmill.url));
  } finally {
    await rowmill.stop();
  }
}

function openApi(url: string): Api {
  const call = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const authorization = `Bearer ${process.env.E2E_API_TOKEN}`;
    const response = await fetch(`${url}${path}`, { ...init, headers: { ...init.headers, authorization } });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json() as Promise<T>;
  };
  return {
    importCsv: (title, body) =>
      call(`/api/v1/datasets?name=${encodeURIComponent(title)}&mode=lenient`, {
        ...{ method: 'POST', body, headers: { 'content-type': 'text/csv' } },
      }),
    async runToItsEnd(input) {
      const body = JSON.stringify({ ...input, connection: 'sandbox', retry: { maxAttempts: 5 }, launch: false });
      const headers = { 'content-type': 'application/json' };
      let run = await call<Run>('/api/v1/runs', { method: 'POST', body, headers });
      await untilCounted(call, run.id);
      await call(`/api/v1/runs/${run.id}/launch`, { method: 'POST' });
      while (!OVER.includes(run.status)) {
        if (run.status === 'failed') throw new Error(`Run ${run.id} failed.`);
        await sleep(LOOK_MS);
        run = await call<Run>(`/api/v1/runs/${run.id}`);
      }
      return run;
    },
  };
}

/** As a launch step waits: what is launched then has the price of every row. */
async function untilCounted(call: <T>(path: string) => Promise<T>, runId: string): Promise<void> {
  const ask = () => call<{ state: string }>(`/api/runs/${runId}/count`);
  for (let count = await ask(); count.state !== 'none'; count = await ask()) {
    if (count.state === 'failed') throw new Error(`The rows of run ${runId} could not be counted.`);
    await sleep(LOOK_MS);
  }
}
