import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';
import { labelKey } from '#lib/run-labels.ts';
import type { CostScope } from './cost-scope.ts';

/** Batches that are sent and not over: what they will cost is not booked yet. */
export async function countCostsInProgress(db: Db, scope: CostScope): Promise<{ runs: number; requests: number }> {
  const { workspaceId, createdById, model, template, label, simulated } = scope;
  const open = await db.batch.findMany({
    where: {
      workspaceId,
      status: { in: ['submitting', 'unknown', 'submitted', 'canceling', 'ingesting', 'answering'] },
      run: {
        ...(createdById !== undefined && { createdById }),
        ...(model !== undefined && { model }),
        ...(label !== undefined && { labelKeys: label === null ? { isEmpty: true } : { has: labelKey(label) } }),
        ...(template === null && { templateVersionId: null }),
        ...(typeof template === 'string' && { templateVersion: { templateId: template } }),
      },
      ...(simulated !== undefined && { connection: { kind: simulated ? 'sandbox' : { not: 'sandbox' } } }),
    },
    select: { runId: true, requestCount: true },
  });
  return {
    runs: new Set(open.map(({ runId }) => runId)).size,
    requests: open.reduce((sum, { requestCount }) => sum + requestCount, 0),
  };
}
