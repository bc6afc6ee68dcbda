import { formatCount } from '#lib/format.ts';

export type Segment = {
  key: string;
  label: string;
  count: number;
  look: 'succeeded' | 'arriving' | 'progress' | 'retrying' | 'failed' | 'waiting';
};

const LOOKS: Record<Segment['look'], string> = {
  succeeded: 'bg-bar-succeeded',
  // Done by somebody else's count: green, but not solid yet.
  arriving: 'bg-bar-succeeded/60',
  progress: 'bg-bar-progress',
  retrying: 'bg-bar-retrying',
  failed: 'bg-bar-failed',
  waiting: 'bg-bar-waiting',
};

type SegmentedBarProps = { label: string; segments: readonly Segment[]; hasLegend?: boolean };

/** One thin bar cut by state. What is there is also said in words: in the legend, or for screen readers alone. */
export function SegmentedBar({ label, segments, hasLegend = false }: SegmentedBarProps) {
  const shown = segments.filter((segment) => segment.count > 0);
  const text = shown.map((segment) => `${formatCount(segment.count)} ${segment.label}`).join(', ') || 'nothing yet';
  return (
    <div>
      <div
        role="img"
        aria-label={`${label}: ${text}`}
        title={text}
        className="flex h-2 gap-px overflow-hidden rounded-full bg-bar-waiting"
      >
        {shown.map((segment) => (
          <div
            key={segment.key}
            className={`min-w-0.5 ${LOOKS[segment.look]}`}
            style={{ flexGrow: segment.count, flexBasis: 0 }}
          />
        ))}
      </div>
      {hasLegend && (
        <ul aria-label={label} className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-ink-muted">
          {shown.map((segment) => (
            <li key={segment.key} className="flex items-center gap-1.5">
              <span aria-hidden className={`size-2.5 rounded-xs ${LOOKS[segment.look]}`} />
              <span className="tabular-nums">{formatCount(segment.count)}</span> {segment.label}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
