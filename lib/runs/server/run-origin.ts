import 'server-only';
import { AppError } from '#lib/errors.ts';
import type { Db } from '#lib/platform/db/client.ts';
import type { RunOrigin } from '#lib/runs/schema.ts';

/** Where a run comes from, also when its dataset or connection is deleted by now. Throws `not_found`. */
export async function getRunOrigin(db: Db, workspaceId: string, runId: string): Promise<RunOrigin> {
  const run = await db.run.findFirst({
    where: { id: runId, workspaceId },
    select: {
      connection: { select: { name: true } },
      dataset: { select: { rowCount: true, deletedAt: true } },
      templateVersion: { select: { number: true, template: { select: { id: true, name: true } } } },
    },
  });
  if (!run) throw new AppError('not_found', 'This run does not exist.');
  const { templateVersion: version } = run;
  return {
    connectionName: run.connection.name,
    datasetRows: run.dataset.deletedAt ? null : run.dataset.rowCount,
    template: version && { ...version.template, number: version.number },
  };
}
