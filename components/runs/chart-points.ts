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

/** At most `most` of the points, evenly chosen, first and last among them: a table that can be read. */
export function thinOut(points: readonly ChartPoint[], most: number): ChartPoint[] {
  if (points.length <= most) return [...points];
  const step = (points.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => points[Math.round(index * step)]).filter(
    (point) => point !== undefined,
  );
}
