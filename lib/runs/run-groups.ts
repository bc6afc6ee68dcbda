import type { RunStatus } from '#lib/platform/db/generated/enums.ts';

/** Runs as a person sorts them, each status in one group. Adding a status to schema.prisma fails the build until it is here. */
const GROUP_OF = {
  queued: 'moving',
  running: 'moving',
  canceling: 'moving',
  paused: 'paused',
  completed_with_failures: 'failures',
  failed: 'failures',
  succeeded: 'done',
  canceled: 'canceled',
  draft: 'draft',
} as const satisfies Record<RunStatus, string>;

export type RunGroup = (typeof GROUP_OF)[RunStatus];

/** In the order in which they stand on screen. */
export const RUN_GROUPS = [
  'moving',
  'paused',
  'failures',
  'done',
  'canceled',
  'draft',
] as const satisfies readonly RunGroup[];

export function groupOf(status: RunStatus): RunGroup {
  return GROUP_OF[status];
}

export function statusesOf(group: RunGroup): RunStatus[] {
  return (Object.keys(GROUP_OF) as RunStatus[]).filter((status) => GROUP_OF[status] === group);
}

/** A group as an address names it; anything else is none. */
export function parseRunGroup(text: string | undefined): RunGroup | null {
  return RUN_GROUPS.find((group) => group === text) ?? null;
}
