/**
 * Faults on demand, for tests of whoever talks to the sandbox. Each is a value (every call suffers it) or a function
 * asked once per call. `drop` cuts the connection without an answer; `before` means nothing was accepted, `after`
 * means everything was and only the answer is lost.
 */
export type Faults = {
  upload?: Fault<CallFault | 'too-large-for-edge'>;
  create?: Fault<CallFault | 'quota'>;
  /** GET of a file, a batch or a list, and cancel. */
  read?: Fault<'drop-before' | '500-before' | '502-before' | '429'>;
  /** A request that is answered at once; `flex-full` refuses only those that ask for the flex tier. */
  now?: Fault<CallFault | 'quota' | 'flex-full' | 'not-there'>;
  content?: Fault<'502' | '429' | 'drop-halfway' | 'ends-halfway' | 'stalls-halfway'>;
  /** What is wrong with a batch for its whole life; kept with the batch, so it survives a restart. */
  batch?: Fault<readonly BatchFault[]>;
  /** New batches stay out of the list for so long. */
  listLagMs?: number;
};

export type Fault<T> = T | null | undefined | ((call: FaultCall) => T | null | undefined);

/** `nth` counts the calls of this kind from 1. */
export type FaultCall = { nth: number; path: string; body?: unknown };

export type CallFault =
  | 'drop-before'
  | 'drop-after'
  | '500-before'
  | '500-after'
  | '502-before'
  | '429'
  | 'stall-before'
  | 'stall-after';

export const BATCH_FAULTS = [
  'file-not-found',
  'token-limit',
  'empty-ids',
  'empty-error-file',
  'lying-counts',
  'stuck',
  'all-fail',
  'missing-lines',
  'duplicate-lines',
  'foreign-lines',
  'malformed-lines',
  'status-zero',
  'empty-bodies',
  'truncated-last-line',
  'left-out-rows',
  'doubled-rows',
  'invented-rows',
  'packs-cut-off',
] as const;
export type BatchFault = (typeof BATCH_FAULTS)[number];

type FaultKind = 'upload' | 'create' | 'read' | 'content' | 'batch' | 'now';
type FaultOf<Kind extends FaultKind> = Exclude<Faults[Kind], ((call: FaultCall) => unknown) | undefined | null>;

/** Counts calls and asks the switches. The switches may be changed at any time between two calls. */
export class FaultDesk {
  readonly #faults: Faults;
  readonly #calls = new Map<FaultKind, number>();

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  get listLagMs(): number {
    return this.#faults.listLagMs ?? 0;
  }

  ask<Kind extends FaultKind>(kind: Kind, path: string, body?: unknown): FaultOf<Kind> | null {
    const nth = (this.#calls.get(kind) ?? 0) + 1;
    this.#calls.set(kind, nth);
    const fault: unknown = this.#faults[kind];
    const answer: unknown = typeof fault === 'function' ? fault({ nth, path, body }) : fault;
    return (answer ?? null) as FaultOf<Kind> | null;
  }
}
