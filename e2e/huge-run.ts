import { expect, type Page } from '@playwright/test';
import { callApi } from './tour-world.ts';

const OVER_MS = 120_000;

/** As long as a name may be thought, without a place to break it. */
export const WORD = 'Kundenbeschwerdenbearbeitungsverzeichnis'.repeat(4).slice(0, 150);
const QUESTION = 'How satisfied were you with the delivery of your last parcel to your home, all in all?';
const COLUMNS = Array.from({ length: 200 }, (_, index) => [QUESTION, WORD][index - 5] ?? `column ${index + 1}`);
const LABELS = Array.from({ length: 100 }, (_, index) => [QUESTION, 'y'.repeat(90)][index - 3] ?? `label ${index + 1}`);

let huge: { datasetId: string; runId: string } | undefined;

/** A run whose names, columns and labels are as many and as long as they come, answered. */
export async function hugeRun(page: Page): Promise<{ datasetId: string; runId: string }> {
  if (huge) return huge;
  const rows = Array.from({ length: 60 }, (_, row) => COLUMNS.map((_, column) => `v${row}.${column}`).join());
  const sheet = [COLUMNS.map((name) => `"${name}"`).join(), ...rows].join('\n');
  const dataset = await callApi<{ id: string }>(`/datasets?name=${WORD}`, sheet, 'text/csv');
  const run = await callApi<{ id: string }>('/runs', {
    ...{ datasetId: dataset.id, name: WORD, model: 'gpt-4.1-mini', connection: 'sandbox', launch: true },
    ...{ prompt: { user: 'Sort {{column 1}}' }, output: { kind: 'label', labels: LABELS }, rows: { limit: 30 } },
  });
  await page.goto(`/runs/${run.id}`);
  await expect(page.getByText(/^Done/).first()).toBeVisible({ timeout: OVER_MS });
  huge = { datasetId: dataset.id, runId: run.id };
  return huge;
}
