export type LegendItem = { label: string; className: string; isLine?: boolean };

/** What the colors of a chart mean. Not read out: the chart says in words what it shows. */
export function ChartLegend({ items }: { items: readonly LegendItem[] }) {
  return (
    <p aria-hidden className="mt-1 flex flex-wrap gap-x-4 text-xs text-ink-muted">
      {items.map(({ label, className, isLine = false }) => (
        <span key={label} className="flex items-center gap-1.5">
          <span className={`${isLine ? 'h-0.5 w-3' : 'size-2.5 rounded-xs'} ${className}`} /> {label}
        </span>
      ))}
    </p>
  );
}
