import { MAX_WINDOW_ROWS, WINDOW_COLUMNS } from '#lib/results/limits.ts';
import type { ResultRow, ShownCell } from '#lib/results/schema.ts';

/** What is known of a row: another object as soon as anything of it changes. */
export type KnownRow = {
  rowIndex: number;
  about: ResultRow | null;
  /** Slices of the person's own cells, by the place of their first column. */
  slices: Readonly<Record<number, readonly ShownCell[]>>;
};

type Fetch = (asked: { rows: number[]; firstColumn: number }, signal: AbortSignal) => Promise<ResultRow[]>;
type Request = { rows: ReadonlySet<number>; firstColumn: number; controller: AbortController };

const PAUSE_MS = 40;
const RETRY_MS = 2000;
const MAX_AT_ONCE = 2;
/** More than this many rows are not kept: those out of view are forgotten. */
const MAX_KEPT = 5000;

/**
 * The rows the grid has seen, and what fetches those it wants. Only what is in view now is asked for; what was scrolled
 * past is called off.
 */
export class RowWindows {
  readonly #fetch: Fetch;
  readonly #known = new Map<number, KnownRow>();
  readonly #outdated = new Set<number>();
  readonly #listeners = new Set<() => void>();
  readonly #requests = new Set<Request>();
  #wanted: { rows: readonly number[]; firstColumns: readonly number[] } = { rows: [], firstColumns: [] };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #version = 0;
  #isBroken = false;

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Another number after every change. */
  version = (): number => this.#version;

  /** Whether the last attempt to fetch failed; it is tried again by itself. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  row(rowIndex: number): KnownRow {
    const known = this.#known.get(rowIndex) ?? { rowIndex, about: null, slices: {} };
    this.#known.set(rowIndex, known);
    return known;
  }

  add(rows: readonly ResultRow[], firstColumn: number): void {
    for (const about of rows) {
      const known = this.row(about.rowIndex);
      const slices = { ...known.slices, [firstColumn]: about.values };
      this.#known.set(about.rowIndex, { rowIndex: about.rowIndex, about, slices });
      this.#outdated.delete(about.rowIndex);
    }
    this.#tell();
  }

  /** Says which rows and columns (by their places) are in view. */
  want(rows: readonly number[], columns: { first: number; last: number }): void {
    const firstColumns: number[] = [];
    for (let slice = sliceOf(columns.first); slice <= columns.last; slice += WINDOW_COLUMNS) firstColumns.push(slice);
    this.#wanted = { rows, firstColumns: firstColumns.length > 0 ? firstColumns : [0] };
    this.#forget();
    const wanted = new Set(rows);
    for (const request of this.#requests) {
      if (![...request.rows].some((row) => wanted.has(row))) request.controller.abort();
    }
    this.#schedule(PAUSE_MS);
  }

  /** Something happened to the run: whatever is not answered for good is fetched again, and shown as it was until then. */
  refresh(): void {
    for (const { rowIndex, about } of this.#known.values()) {
      if (about && about.status !== 'succeeded') this.#outdated.add(rowIndex);
    }
    this.#schedule(0);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const request of this.#requests) request.controller.abort();
  }

  #schedule(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#pump();
    }, ms);
  }

  #pump(): void {
    for (const firstColumn of this.#wanted.firstColumns) {
      while (this.#requests.size < MAX_AT_ONCE) {
        const rows = this.#missing(firstColumn).slice(0, MAX_WINDOW_ROWS);
        if (rows.length === 0) break;
        void this.#load({ rows: new Set(rows), firstColumn, controller: new AbortController() });
      }
    }
  }

  #missing(firstColumn: number): number[] {
    const onTheWay = [...this.#requests].filter((request) => request.firstColumn === firstColumn);
    return this.#wanted.rows.filter((row) => {
      if (onTheWay.some((request) => request.rows.has(row))) return false;
      return this.#outdated.has(row) || this.#known.get(row)?.slices[firstColumn] === undefined;
    });
  }

  async #load(request: Request): Promise<void> {
    const { controller, firstColumn } = request;
    this.#requests.add(request);
    let pauseMs = 0;
    try {
      const rows = await this.#fetch({ rows: [...request.rows], firstColumn }, controller.signal);
      this.#isBroken = false;
      this.#settle(request, rows);
    } catch {
      if (!controller.signal.aborted) {
        pauseMs = RETRY_MS;
        this.#isBroken = true;
        this.#tell();
      }
    }
    this.#requests.delete(request);
    if (this.#wanted.rows.length > 0) this.#schedule(pauseMs);
  }

  /** A row the server does not have is not asked for again and again. */
  #settle({ rows: asked, firstColumn }: Request, rows: readonly ResultRow[]): void {
    const come = new Set(rows.map((row) => row.rowIndex));
    for (const rowIndex of asked) {
      if (come.has(rowIndex)) continue;
      const known = this.row(rowIndex);
      this.#known.set(rowIndex, { ...known, slices: { ...known.slices, [firstColumn]: [] } });
      this.#outdated.delete(rowIndex);
    }
    this.add(rows, firstColumn);
  }

  #forget(): void {
    if (this.#known.size <= MAX_KEPT) return;
    const wanted = new Set(this.#wanted.rows);
    for (const row of this.#known.keys()) if (!wanted.has(row)) this.#known.delete(row);
    this.#outdated.clear();
  }

  #tell(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

/** The person's own cell at a place; undefined while it is not known. */
export function cellOf(row: KnownRow, place: number): ShownCell | undefined {
  const slice = sliceOf(place);
  return row.slices[slice]?.[place - slice];
}

function sliceOf(place: number): number {
  return Math.max(0, place - (place % WINDOW_COLUMNS));
}
