import type OpenAI from 'openai';
import { readJson } from '#lib/providers/server/call.ts';
import { listOf, recordOf, textOf } from '#lib/providers/server/json.ts';

const PAGE_SIZE = 1_000;
const MAX_PAGES = 100;

/** Input files of batches, newest first. For cleaning up only, so a server that shows less than it has does no harm. */
export async function* listInputFiles(
  client: OpenAI,
  apiKey: string,
): AsyncGenerator<{ fileId: string; name: string }> {
  let after: string | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = { purpose: 'batch', order: 'desc', limit: PAGE_SIZE, ...(after !== null && { after }) } as const;
    const answer = await readJson(client.files.list(query), apiKey);
    const entries = listOf(answer.data);
    for (const entry of entries) {
      const file = recordOf(entry);
      const [fileId, name] = [textOf(file?.id), textOf(file?.filename)];
      if (fileId !== null && name !== null) yield { fileId, name };
    }
    const last = textOf(recordOf(entries.at(-1))?.id);
    if (answer.has_more !== true || last === null || last === after) return;
    after = last;
  }
}
