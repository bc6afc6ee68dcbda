import type { Actor } from '#lib/auth/server/session.ts';
import type { PicoUsd } from '#lib/money.ts';
import type { Tx } from '#lib/platform/db/client.ts';

/** A run in status draft that somebody launches. The transaction holds its lock. */
export type Launch = {
  actor: Actor;
  run: {
    id: string;
    workspaceId: string;
    simulated: boolean;
    /** The most it is expected to cost; null where that is not known. */
    highPicoUsd: PicoUsd | null;
  };
};

/** `refused`: it cannot be launched now, by nobody. `needs_approval`: a lead is asked in its place. */
export type Objection = { kind: 'refused' | 'needs_approval'; sentence: string };

/** What a workspace has against a launch; null where it may go on. */
export type LaunchRule = (tx: Tx, launch: Launch) => Promise<Objection | null>;
