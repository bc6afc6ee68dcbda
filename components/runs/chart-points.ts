import type { RunProgress } from '#lib/runs/schema.ts';

/** Rows settled at a moment, with the time since the run started. */
export type ChartPoint = { elapsedMs: number; succeeded: number; failed: number };

/**
 * The samples as the chart draws them: from the start of the run, where nothing is answered, to the latest one.
 * Counts taken at the provider may once be ahead of what its files hold; the line still never falls below zero.
 */
export function chartPoints({ run, samples }: Pick<RunProgress, 'run' | 'samples'>): ChartPoint[] {
  const first = samples[0];
  if (!first) return [];
  const startMs = Math.min(Date.parse(run.startedAt ?? first.at), Date.parse(first.at));
  const points = samples.map(({ at, succeeded, failed }) => ({
    elapsedMs: Math.max(0, Date.parse(at) - startMs),
    succeeded,
    failed,
  }));
  return points[0]?.elapsedMs === 0 ? points : [{ elapsedMs: 0, succeeded: 0, failed: 0 }, ...points];
}

/** Of the whole width: enough to see where the line stands at its end. */
const TAIL = 0.03;

/** The points with the last one drawn on a little, since a step that begins at the very edge would not be seen. */
export function withTail(points: readonly ChartPoint[]): ChartPoint[] {
  const last = points.at(-1);
  return last ? [...points, { ...last, elapsedMs: last.elapsedMs * (1 + TAIL) }] : [];
}

/** Round numbers from 0 to at most `total`, about four of them: where the lines of the chart stand. */
export function roundTicks(total: number): number[] {
  const rough = Math.max(1, total / 4);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10]
    .map((factor) => factor * power)
    .find((candidate) => candidate >= rough && Number.isInteger(candidate));
  const size = step ?? Math.ceil(rough);
  return Array.from({ length: Math.floor(total / size) + 1 }, (_, index) => index * size);
}

const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];

/** Times from 0 to at most `lastMs` that a clock would show, about five of them, and never two of the same name. */
export function durationTicks(lastMs: number): number[] {
  const rough = lastMs / 5000;
  const seconds = SECONDS.find((candidate) => candidate >= rough) ?? Math.ceil(rough / 86_400) * 86_400;
  return Array.from({ length: Math.floor(lastMs / (seconds * 1000)) + 1 }, (_, index) => index * seconds * 1000);
}

/** At most `most` of the points, evenly chosen, first and last among them: a table that can be read. */
export function thinOut(points: readonly ChartPoint[], most: number): ChartPoint[] {
  if (points.length <= most) return [...points];
  const step = (points.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => points[Math.round(index * step)]).filter(
    (point) => point !== undefined,
  );
}
