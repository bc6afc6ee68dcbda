import 'server-only';
import { db } from '#lib/platform/db/client.ts';
import { oneLine } from '#lib/runs/one-line.ts';
import type { RunEvent } from '#lib/runs/schema.ts';
import { pageRunEvents } from '#lib/runs/server/run-events.ts';
import { guardCell } from '#lib/spreadsheet-guard.ts';

const PAGE = 1_000;

/** Spreadsheets take a file that begins so for UTF-8. */
const HEAD = '\uFEFFtime,kind,batch,message\n';

/**
 * A run's whole log as CSV, oldest first, one line an event: no message can break out of its line, and none runs as a formula
 * where it is opened. Read page by page, so memory stays flat; times are UTC. Throws `not_found` before the first piece.
 */
export async function* exportEvents(workspaceId: string, runId: string): AsyncGenerator<Uint8Array> {
  let after: string | undefined;
  let head = HEAD;
  for (;;) {
    const { data, nextAfter } = await pageRunEvents(db(), workspaceId, runId, { after, limit: PAGE });
    yield Buffer.from(head + data.map(lineOf).join(''));
    if (nextAfter === null) return;
    after = nextAfter;
    head = '';
  }
}

function lineOf({ at, kind, batchId, message }: RunEvent): string {
  const cells = [at, kind, batchId ?? '', message].map((cell) => quoted(guardCell(oneLine(cell))));
  return `${cells.join(',')}\n`;
}

function quoted(cell: string): string {
  return /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
