'use client';

import { lazy, Suspense, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { ChartLegend } from '#components/ui/chart-legend.tsx';
import { CodeTrouble } from '#components/ui/code-place.tsx';
import { codeSource } from '#components/ui/code-source.ts';
import { NUMERIC_CELL, Table } from '#components/ui/table.tsx';
import { useNear } from '#components/ui/use-near.ts';
import { formatCount, formatDuration } from '#lib/format.ts';
import type { RunProgress } from '#lib/runs/schema.ts';
import { isRunOver } from '#lib/runs/state.ts';
import { type ChartPoint, chartPoints, thinOut } from './chart-points.ts';

const chart = codeSource();
const ProgressChart = lazy(() => chart.fetch(() => import('./progress-chart.tsx')));

const TABLE_ROWS = 30;

const COLUMNS = [
  { key: 'time', label: 'Time since the start' },
  { key: 'answered', label: 'Answered', isNumeric: true },
  { key: 'failed', label: 'Failed', isNumeric: true },
];

/** Rows settled since the start, as a picture or as numbers. */
export function ProgressOverTime({ progress }: { progress: RunProgress }) {
  const [isTable, setTable] = useState(false);
  const now = chartPoints(progress);
  // While somebody points at it, the picture stands still: what the pointer names would slide away under it.
  const [held, setHeld] = useState<typeof now | null>(null);
  const points = held ?? now;
  const { total, succeeded, failed } = progress.run.counts;
  const summary = `Rows answered over time: ${formatCount(succeeded)} of ${formatCount(total)} so far, ${formatCount(failed)} failed.`;
  return (
    <Card
      title="Progress over time"
      {...(points.length > 0 && {
        action: (
          <Button kind="quiet" onPress={() => setTable(!isTable)}>
            {isTable ? 'Show as chart' : 'Show as table'}
          </Button>
        ),
      })}
    >
      {points.length === 0 && (
        <p className="text-ink-muted">
          {isRunOver(progress.run.status) ? 'No row was answered.' : 'The first answers will be drawn here.'}
        </p>
      )}
      {points.length > 0 && isTable && <PointTable points={thinOut(points, TABLE_ROWS)} />}
      {points.length > 0 && !isTable && (
        <>
          <CodeTrouble source={chart} name="The chart" />
          <NearChart
            points={points}
            total={total}
            summary={summary}
            onHold={(isHeld) => setHeld(isHeld ? now : null)}
          />
          <ChartLegend
            items={[
              { label: 'Answered', className: 'bg-bar-succeeded' },
              { label: 'Failed', className: 'bg-bar-failed' },
            ]}
          />
        </>
      )}
    </Card>
  );
}

type NearChartProps = {
  points: readonly ChartPoint[];
  total: number;
  summary: string;
  /** Whether somebody points at it. */
  onHold: (isHeld: boolean) => void;
};

/** The chart, once it is nearly in sight, in a box that is as high before. Its sentence is there at once. */
function NearChart({ points, total, summary, onHold }: NearChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const isNear = useNear(box);
  return (
    // Clipped, because a tooltip stays where it was when the window becomes narrow.
    <div
      ref={box}
      role="img"
      aria-label={summary}
      onPointerEnter={() => onHold(true)}
      onPointerLeave={() => onHold(false)}
      onPointerCancel={() => onHold(false)}
      className="h-60 overflow-hidden"
    >
      <Suspense fallback={<p className="text-ink-muted">The chart is being drawn …</p>}>
        {isNear ? (
          <ProgressChart points={points} total={total} />
        ) : (
          // Paper does not scroll.
          <p className="hidden print:block">{summary}</p>
        )}
      </Suspense>
    </div>
  );
}

function PointTable({ points }: { points: readonly ChartPoint[] }) {
  return (
    <Table label="Rows settled over time" columns={COLUMNS}>
      {points.map((point) => (
        <tr key={point.elapsedMs}>
          <th scope="row" className="whitespace-nowrap">
            {formatDuration(point.elapsedMs)}
          </th>
          <td className={NUMERIC_CELL}>{formatCount(point.succeeded)}</td>
          <td className={NUMERIC_CELL}>{formatCount(point.failed)}</td>
        </tr>
      ))}
    </Table>
  );
}
