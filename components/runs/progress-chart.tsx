'use client';

import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { CHART_TICK, CHART_TOOLTIP, CHART_TOOLTIP_ITEM } from '#components/ui/chart-style.ts';
import { formatCount, formatDuration } from '#lib/format.ts';
import { type ChartPoint, durationTicks, roundTicks, withTail } from './chart-points.ts';

type ProgressChartProps = { points: readonly ChartPoint[]; total: number };

/** Rows answered and failed over time, stacked, against all rows. */
export default function ProgressChart({ points, total }: ProgressChartProps) {
  const lastMs = points.at(-1)?.elapsedMs ?? 0;
  return (
    <ResponsiveContainer width="100%" height={240} initialDimension={{ width: 640, height: 240 }}>
      <AreaChart
        data={withTail(points)}
        margin={{ top: 8, right: 12, bottom: 20, left: 12 }}
        accessibilityLayer={false}
        style={{ outline: 'none' }}
      >
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="elapsedMs"
          type="number"
          domain={[0, 'dataMax']}
          ticks={durationTicks(lastMs)}
          tickFormatter={formatDuration}
          tick={CHART_TICK}
          stroke="var(--line-strong)"
          minTickGap={48}
          label={{
            value: 'Time since the start',
            position: 'insideBottom',
            offset: -12,
            ...CHART_TICK,
          }}
        />
        <YAxis
          domain={[0, total]}
          ticks={roundTicks(total)}
          allowDecimals={false}
          tickFormatter={formatCount}
          tick={CHART_TICK}
          stroke="var(--line-strong)"
          width={64}
          label={{ value: 'Rows', angle: -90, position: 'insideLeft', ...CHART_TICK }}
        />
        <Tooltip
          labelFormatter={(elapsed) => `After ${formatDuration(Math.min(Number(elapsed), lastMs))}`}
          formatter={(value, name) => [formatCount(Number(value)), name]}
          contentStyle={CHART_TOOLTIP}
          itemStyle={CHART_TOOLTIP_ITEM}
          isAnimationActive={false}
        />
        {AREAS.map((area) => (
          <Area
            key={area.dataKey}
            {...area}
            stackId="rows"
            type="stepAfter"
            stroke="none"
            fillOpacity={0.75}
            isAnimationActive={false}
          />
        ))}
      </AreaChart>
    </ResponsiveContainer>
  );
}

const AREAS = [
  { dataKey: 'succeeded', name: 'Answered', fill: 'var(--bar-succeeded)' },
  { dataKey: 'failed', name: 'Failed', fill: 'var(--bar-failed)' },
];
