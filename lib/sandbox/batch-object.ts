import type { Batch, BatchPlan, BatchUsage, Moment } from './batch-record.ts';
import type { Model } from './models.ts';

/** A batch and where it stands now. */
export type BatchView = {
  batch: Batch;
  moment: Moment;
  completed: number;
  failed: number;
  usage: BatchUsage | null;
  outputFileId: string | null;
  errorFileId: string | null;
};

/** The batch as the provider shows it: every field present, null when unset, in its order. */
export function batchObject(view: BatchView, models: ReadonlyMap<string, Model>) {
  const { record, plan } = view.batch;
  const { moment } = view;
  const isValidated = plan !== null && moment.status !== 'validating' && moment.status !== 'failed';
  const noId = record.faults.includes('empty-ids') ? '' : null;
  const endedAt = (status: Moment['status']) => (moment.status === status ? seconds(moment.endedAtMs) : null);
  return {
    id: record.id,
    object: 'batch',
    endpoint: record.endpoint,
    model: isValidated && plan.model ? (models.get(plan.model)?.snapshot ?? plan.model) : null,
    errors: moment.status === 'failed' && plan ? { object: 'list', data: plan.errors } : null,
    input_file_id: record.inputFileId,
    completion_window: '24h',
    status: moment.status,
    output_file_id: view.outputFileId ?? noId,
    error_file_id: view.errorFileId ?? noId,
    created_at: seconds(record.createdAtMs),
    in_progress_at: seconds(moment.inProgressAtMs),
    expires_at: Math.floor(record.createdAtMs / 1000) + 86_400,
    finalizing_at: seconds(moment.finalizingAtMs),
    completed_at: endedAt('completed'),
    failed_at: endedAt('failed'),
    expired_at: endedAt('expired'),
    cancelling_at: seconds(record.cancel?.atMs ?? null),
    cancelled_at: endedAt('cancelled'),
    request_counts: countsOf(view, isValidated ? plan : null),
    usage: view.usage && usageObject(view.usage),
    metadata: record.metadata,
  };
}

function countsOf(view: BatchView, plan: BatchPlan | null) {
  if (!plan) return { total: 0, completed: 0, failed: 0 };
  const isLying = view.batch.record.faults.includes('lying-counts');
  if (isLying) return { total: plan.total, completed: view.completed + view.failed, failed: 0 };
  return { total: plan.total, completed: view.completed, failed: view.failed };
}

function usageObject(usage: BatchUsage) {
  return {
    input_tokens: usage.inputTokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
}

function seconds(timeMs: number): number;
function seconds(timeMs: number | null): number | null;
function seconds(timeMs: number | null): number | null {
  return timeMs === null ? null : Math.floor(timeMs / 1000);
}
