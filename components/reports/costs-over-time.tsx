'use client';

import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { ChartLegend } from '#components/ui/chart-legend.tsx';
import { CodeTrouble } from '#components/ui/code-place.tsx';
import { codeSource } from '#components/ui/code-source.ts';
import { useNear } from '#components/ui/use-near.ts';
import { spentWords } from '#lib/pricing/spent-words.ts';
import type { CostBar } from '#lib/reports/cost-bars.ts';

const chart = codeSource();
const CostsChart = lazy(() => chart.fetch(() => import('./costs-chart.tsx')));

type CostsOverTimeProps = {
  bars: readonly CostBar[];
  simulated: boolean;
  /** What the picture shows, in words. */
  summary: string;
  file: ReactNode;
  /** The same as a table, made on the server. */
  children: ReactNode;
};

/** What was spent and saved day by day, as a picture or as numbers; numbers alone where no amount is known. On paper both. */
export function CostsOverTime({ bars, simulated, summary, file, children }: CostsOverTimeProps) {
  const { spent, saved } = spentWords(simulated);
  const hasPicture = bars.some(({ spent, realtime }) => spent > 0 || realtime > 0);
  const [isTable, setTable] = useState(!hasPicture);
  const box = useRef<HTMLDivElement>(null);
  const isNear = useNear(box);
  const action = (
    <div className="flex flex-wrap gap-2 print:hidden">
      {hasPicture && (
        <Button kind="quiet" onPress={() => setTable(!isTable)}>
          {isTable ? 'Show as chart' : 'Show as table'}
        </Button>
      )}
      {file}
    </div>
  );
  return (
    <Card title="By day" action={action}>
      <div className={isTable ? `hidden ${hasPicture ? 'print:block' : ''}` : ''}>
        {/* Outside of the picture: what is in there is not read out. */}
        <CodeTrouble source={chart} name="The chart" />
        <div ref={box} role="img" aria-label={summary} className="h-60 overflow-hidden">
          <Suspense fallback={<p className="text-ink-muted">The chart is being drawn …</p>}>
            {isNear && <CostsChart bars={bars} simulated={simulated} />}
          </Suspense>
        </div>
        <ChartLegend
          items={[
            { label: spent, className: 'bg-bar-progress' },
            { label: saved, className: 'bg-bar-succeeded' },
            { label: 'At real-time prices', className: 'bg-ink-muted', isLine: true },
          ]}
        />
      </div>
      <div className={isTable ? '' : 'hidden print:mt-4 print:block'}>{children}</div>
    </Card>
  );
}
