'use client';

import { Bar, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { CHART_TICK, CHART_TOOLTIP, CHART_TOOLTIP_ITEM } from '#components/ui/chart-style.ts';
import { formatUsd } from '#lib/format.ts';
import { spentWords } from '#lib/pricing/spent-words.ts';
import type { CostBar } from '#lib/reports/cost-bars.ts';
import { shortDayWords } from '#lib/reports/cost-words.ts';

/** Drawn amounts are dollars; for eyes they get as many digits as matter. */
function dollars(value: unknown): string {
  const amount = Number(value);
  return Number.isFinite(amount) ? formatUsd(amount.toFixed(12)) : '';
}

/** Spent and saved stacked, a bar a day, and the real-time equivalent as a line. */
export default function CostsChart({ bars, simulated }: { bars: readonly CostBar[]; simulated: boolean }) {
  return (
    <ResponsiveContainer width="100%" height={240} initialDimension={{ width: 640, height: 240 }}>
      <ComposedChart
        data={[...bars]}
        margin={{ top: 8, right: 12, bottom: 4, left: 12 }}
        accessibilityLayer={false}
        style={{ outline: 'none' }}
      >
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="key"
          tickFormatter={shortDayWords}
          tick={CHART_TICK}
          stroke="var(--line-strong)"
          minTickGap={24}
          interval="preserveStartEnd"
        />
        <YAxis
          tickFormatter={dollars}
          tick={CHART_TICK}
          stroke="var(--line-strong)"
          width={72}
          label={{ value: 'US dollars', angle: -90, position: 'insideLeft', ...CHART_TICK }}
        />
        <Tooltip
          labelFormatter={(key) => shortDayWords(String(key))}
          formatter={(value, name) => [dollars(value), name]}
          contentStyle={CHART_TOOLTIP}
          itemStyle={CHART_TOOLTIP_ITEM}
          cursor={{ fill: 'var(--sunken)' }}
          isAnimationActive={false}
        />
        {barsFor(simulated).map((bar) => (
          <Bar key={bar.dataKey} {...bar} stackId="money" maxBarSize={48} isAnimationActive={false} />
        ))}
        <Line
          dataKey="realtime"
          name="At real-time prices"
          type="step"
          stroke="var(--ink-muted)"
          strokeWidth={2}
          dot={bars.length === 1}
          isAnimationActive={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

function barsFor(simulated: boolean) {
  const { spent, saved } = spentWords(simulated);
  return [
    { dataKey: 'spent', name: spent, fill: 'var(--bar-progress)' },
    { dataKey: 'saved', name: saved, fill: 'var(--bar-succeeded)' },
  ];
}
