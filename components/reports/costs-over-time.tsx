'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { spentWords } from '#lib/pricing/spent-words.ts';
import type { CostBar } from '#lib/reports/cost-bars.ts';

const CostsChart = dynamic(() => import('./costs-chart.tsx').then((module) => module.CostsChart), {
  ssr: false,
  loading: () => <p className="h-60 text-ink-muted">The chart is being drawn …</p>,
});

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
        <div role="img" aria-label={summary} className="h-60 overflow-hidden">
          <CostsChart bars={bars} simulated={simulated} />
        </div>
        <p aria-hidden className="mt-1 flex flex-wrap gap-x-4 text-xs text-ink-muted">
          <span className="flex items-center gap-1.5">
            <span className="size-2.5 rounded-xs bg-bar-progress" /> {spent}
          </span>
          <span className="flex items-center gap-1.5">
            <span className="size-2.5 rounded-xs bg-bar-succeeded" /> {saved}
          </span>
          <span className="flex items-center gap-1.5">
            <span className="h-0.5 w-3 bg-ink-muted" /> At real-time prices
          </span>
        </p>
      </div>
      <div className={isTable ? '' : 'hidden print:mt-4 print:block'}>{children}</div>
    </Card>
  );
}
