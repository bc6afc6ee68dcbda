import 'server-only';
import { recordAudit } from '#lib/auth/server/audit.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import { AppError } from '#lib/errors.ts';
import { db } from '#lib/platform/db/client.ts';
import { labelKeys } from '#lib/run-labels.ts';
import { addRunEvent } from './run-events.ts';
import { lockRun } from './run-queries.ts';

/**
 * Files a run under other labels, also when it is over: what it cost then counts under those, whenever it was spent.
 * @throws AppError `not_found`, or `conflict` for a run that somebody is preparing.
 */
export async function changeLabels(actor: Actor, runId: string, labels: readonly string[]): Promise<void> {
  const place = { workspaceId: actor.workspaceId, runId };
  await db().$transaction(async (tx) => {
    await lockRun(tx, actor.workspaceId, runId);
    const run = await tx.run.findUniqueOrThrow({
      where: { id: runId },
      select: { name: true, labels: true, status: true, draft: { select: { id: true } } },
    });
    if (JSON.stringify(run.labels) === JSON.stringify(labels)) return;
    if (run.status === 'draft' && run.draft)
      throw new AppError('conflict', 'Somebody is preparing this run. Change its labels where it is prepared.');
    await tx.run.update({ where: { id: runId }, data: { labels: [...labels], labelKeys: labelKeys(labels) } });
    await addRunEvent(tx, place, 'person', `${actor.name} ${changeWords(labels)}`);
    const detail = { name: run.name, before: run.labels.join(', '), labels: labels.join(', ') };
    await recordAudit(tx, actor, 'run.labeled', runId, detail);
  });
}

function changeWords(labels: readonly string[]): string {
  if (labels.length === 0) return 'took the labels of this run away.';
  const quoted = labels.map((label) => `“${label}”`).join(', ');
  return `filed this run under ${quoted}.`;
}
