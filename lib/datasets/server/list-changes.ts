import 'server-only';
import { setImmediate as breathe } from 'node:timers/promises';
import { type CsvChoices, HEAD_BYTES, openCsv, planCsv } from '#lib/datasets/preview-csv.ts';
import type { Note } from '#lib/datasets/schema.ts';

/**
 * What a lenient import would change in a file, each kind counted over the whole of it. Nothing is stored.
 * @throws AppError `invalid` when that way does not make rows of it either.
 */
export async function listChanges(
  source: AsyncIterable<Uint8Array>,
  choices: CsvChoices,
  signal: AbortSignal,
): Promise<Note[]> {
  let head: Uint8Array[] = [];
  let headBytes = 0;
  let open: ReturnType<typeof openCsv> | null = null;
  const begin = (isWhole: boolean) => {
    const bytes = Buffer.concat(head);
    head = [];
    const plan = planCsv(bytes, isWhole, { ...choices, mode: 'lenient' });
    const opened = openCsv(plan, () => undefined);
    opened.text.push(bytes.subarray(plan.offset));
    return opened;
  };
  for await (const block of source) {
    signal.throwIfAborted();
    // Reading is all work and no waiting: others get their turn between two blocks.
    await breathe();
    if (open) open.text.push(block);
    else {
      head.push(block);
      headBytes += block.length;
      if (headBytes >= HEAD_BYTES) open = begin(false);
    }
  }
  open ??= begin(true);
  open.text.end();
  return open.reader.notes.changes();
}
