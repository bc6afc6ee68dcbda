import type OpenAI from 'openai';
import { readJson } from '#lib/providers/server/call.ts';
import { recordOf, textOf } from '#lib/providers/server/json.ts';
import type { BatchReport } from '#lib/providers/server/provider.ts';
import { unavailable } from '#lib/providers/server/provider-errors.ts';
import { toReport } from '#lib/providers/server/report.ts';

const PAGE_SIZE = 100;
const MAX_PAGES = 10_000;

/**
 * All batches, newest first. Whoever looks for a lost submission takes its absence here as one reason to pay again, so
 * anything that is not plainly a list throws instead of ending early, and a full page is never taken for the last one.
 */
export async function* listBatches(client: OpenAI, apiKey: string): AsyncGenerator<BatchReport> {
  const cursors = new Set<string>();
  let after: string | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    const query: { limit: number; after?: string } = { limit: PAGE_SIZE, ...(after !== null && { after }) };
    const answer = await readJson(client.batches.list(query), apiKey);
    if (!Array.isArray(answer.data)) throw unavailable('The provider’s answer is not a list of batches.');
    const entries: readonly unknown[] = answer.data;
    for (const entry of entries) {
      const report = toReport(entry);
      if (report) yield report;
    }
    after = textOf(recordOf(entries.at(-1))?.id);
    const mayHaveMore = answer.has_more === true || entries.length >= PAGE_SIZE;
    if (!mayHaveMore || entries.length === 0) return;
    if (after === null) throw unavailable('The provider’s list of batches goes on and does not say where.');
    if (cursors.has(after)) {
      // The server ignores the cursor. A page that is not full is all there is; behind a full one, more may be hidden.
      if (entries.length >= PAGE_SIZE) throw unavailable('The provider’s list of batches shows its first page only.');
      return;
    }
    cursors.add(after);
  }
  throw unavailable('The provider’s list of batches does not end.');
}
