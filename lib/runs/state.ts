import type { ApprovalStatus, BatchStatus, ItemStatus, RunStatus } from '#lib/platform/db/generated/enums.ts';

/** Every move a run may make. Adding a status to schema.prisma fails the build until it has a row here. */
export const RUN_MOVES = {
  draft: ['queued'],
  queued: ['running', 'paused', 'canceling', 'failed'],
  running: ['paused', 'canceling', 'succeeded', 'completed_with_failures', 'failed'],
  paused: ['running', 'canceling', 'succeeded', 'completed_with_failures'],
  canceling: ['canceled', 'succeeded', 'completed_with_failures'],
  succeeded: [],
  completed_with_failures: ['running'],
  failed: [],
  canceled: ['running'],
} as const satisfies Moves<RunStatus>;

/** Every move a batch may make. `lib/runs/server/batch-queries.ts` says who makes which. */
export const BATCH_MOVES = {
  planned: ['uploaded', 'answering', 'waiting_for_capacity', 'failed', 'canceled'],
  uploaded: ['submitting', 'planned', 'waiting_for_capacity', 'failed', 'canceled'],
  submitting: ['submitted', 'unknown', 'uploaded', 'planned', 'waiting_for_capacity', 'failed', 'canceled'],
  unknown: ['submitted', 'planned', 'canceled'],
  waiting_for_capacity: ['planned', 'uploaded', 'failed', 'canceled'],
  submitted: ['canceling', 'ingesting', 'planned', 'waiting_for_capacity'],
  canceling: ['ingesting', 'planned', 'waiting_for_capacity'],
  ingesting: ['completed', 'expired', 'canceled', 'failed'],
  answering: ['completed', 'canceled'],
  completed: [],
  expired: [],
  canceled: [],
  failed: [],
} as const satisfies Moves<BatchStatus>;

/** Every move a request for approval may make: it is decided once. */
export const APPROVAL_MOVES = {
  requested: ['approved', 'declined', 'withdrawn'],
  approved: [],
  declined: [],
  withdrawn: [],
} as const satisfies Moves<ApprovalStatus>;

type Moves<S extends string> = Record<S, readonly S[]>;

/** Statuses from which `to` can be reached: the `where` of the update that makes the move. */
export function sourcesOf<S extends string>(moves: Moves<S>, to: S): S[] {
  return keysOf(moves).filter((from) => moves[from].includes(to));
}

export function canMoveRun(from: RunStatus, to: RunStatus): boolean {
  const moves: readonly RunStatus[] = RUN_MOVES[from];
  return moves.includes(to);
}

const RUN_OVER: readonly RunStatus[] = ['succeeded', 'completed_with_failures', 'failed', 'canceled'];
const BATCH_OVER: readonly BatchStatus[] = ['completed', 'expired', 'canceled', 'failed'];

/** Whether nothing more will happen to it by itself. */
export function isRunOver(status: RunStatus): boolean {
  return RUN_OVER.includes(status);
}

export function isBatchOver(status: BatchStatus): boolean {
  return BATCH_OVER.includes(status);
}

export const OPEN_BATCH_STATUSES: readonly BatchStatus[] = keysOf(BATCH_MOVES).filter((status) => !isBatchOver(status));

/** Statuses in which the provider surely holds nothing that could run, so that stopping takes no word with it. */
export const UNSENT_BATCH_STATUSES = [
  'planned',
  'uploaded',
  'waiting_for_capacity',
] as const satisfies readonly BatchStatus[];

/** Statuses in which the provider has the batch or may have it: its tokens take room there. */
export const IN_FLIGHT_BATCH_STATUSES = [
  'submitting',
  'unknown',
  'submitted',
  'canceling',
] as const satisfies readonly BatchStatus[];

export function isInFlight(status: BatchStatus): boolean {
  return IN_FLIGHT_BATCH_STATUSES.some((inFlight) => inFlight === status);
}

export function isUnsent(status: BatchStatus): boolean {
  return UNSENT_BATCH_STATUSES.some((unsent) => unsent === status);
}

/** Statuses in which the provider may hold the batch, so that stopping it means asking the provider. */
export function isAtProvider(status: BatchStatus): boolean {
  return status === 'submitted' || status === 'canceling';
}

export const ITEM_STATUSES = [
  'waiting',
  'in_flight',
  'succeeded',
  'failed',
  'canceled',
  'skipped',
] as const satisfies readonly ItemStatus[];

function keysOf<K extends string>(record: Record<K, unknown>): K[] {
  return Object.keys(record) as K[];
}
