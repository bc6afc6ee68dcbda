import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';
import { contentHash } from './content-hash.ts';

/** Columns that say how a run came to be, or how it goes, and not what it would send. Every other one counts, also those to come. */
const NOT_SENT = {
  status: true,
  reason: true,
  estimate: true,
  templateVersionId: true,
  labels: true,
  labelKeys: true,
  sameRows: true,
  reusedRows: true,
  reusedPicoUsd: true,
  isSample: true,
  idempotencyKey: true,
  idempotencyHash: true,
  createdById: true,
  createdAt: true,
  launchedAt: true,
  plannedAt: true,
  startedAt: true,
  finishedAt: true,
} as const;

/** Names everything a run in status draft would be launched with, its frozen price included: a changed run has another one. */
export async function fingerprintOf(db: Db, workspaceId: string, runId: string): Promise<string> {
  return contentHash(await db.run.findFirstOrThrow({ where: { id: runId, workspaceId }, omit: NOT_SENT }));
}
