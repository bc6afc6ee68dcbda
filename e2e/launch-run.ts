import { expect, type Page } from '@playwright/test';

/** Settings of a run that matter to a story; the rest is that of the sample. */
type Wanted = { name: string; model?: string; maxAttempts?: number; maxRequests?: number; rows?: number };

/** Launches a run of the sample dataset as a script would, and returns its id. */
export async function launchRun(page: Page, wanted: Wanted): Promise<string> {
  const headers = { authorization: `Bearer ${process.env.E2E_API_TOKEN}` };
  const datasets = await (await page.request.get('/api/v1/datasets?search=Sample', { headers })).json();
  const sample = datasets.data.find((dataset: { name: string }) => dataset.name.startsWith('Sample'));
  const response = await page.request.post('/api/v1/runs', {
    headers,
    data: {
      datasetId: sample.id,
      name: wanted.name,
      model: wanted.model ?? 'gpt-4o-mini',
      connection: 'sandbox',
      prompt: { user: 'Summarize: {{message}}' },
      output: { kind: 'text' },
      retry: { maxAttempts: wanted.maxAttempts ?? 1 },
      batch: { maxRequests: wanted.maxRequests ?? 50_000 },
      rows: wanted.rows ? { limit: wanted.rows } : {},
      launch: true,
    },
  });
  expect(response.status(), await response.text()).toBe(201);
  return (await response.json()).id;
}
