'use client';

import { type ReactNode, type RefObject, useRef, useState } from 'react';
import { formatCount } from '#lib/format.ts';
import { useCode } from './use-code.ts';

export type Segment = {
  key: string;
  label: string;
  count: number;
  look: 'succeeded' | 'arriving' | 'progress' | 'retrying' | 'failed' | 'waiting';
};

const loadTip = () => import('./tip.tsx');

const LOOKS: Record<Segment['look'], string> = {
  succeeded: 'bg-bar-succeeded',
  // Done by somebody else's count: green, but not solid yet.
  arriving: 'bg-bar-succeeded/60',
  // On its way: pale and hatched, so that a bar at 0 percent does not look full.
  progress: 'bg-bar-progress-soft bar-hatched',
  retrying: 'bg-bar-retrying',
  failed: 'bg-bar-failed',
  waiting: 'bg-bar-waiting',
};

type SegmentedBarProps = { label: string; segments: readonly Segment[]; hasLegend?: boolean };

/**
 * One thin bar cut by state. What is there is also said in words: in the legend under it or, without one, in a small box
 * beside the bar while the pointer or the focus is on it. Screen readers have it as the bar's name.
 */
export function SegmentedBar({ label, segments, hasLegend = false }: SegmentedBarProps) {
  const shown = segments.filter((segment) => segment.count > 0);
  const text = shown.map((segment) => `${formatCount(segment.count)} ${segment.label}`).join(', ') || 'nothing yet';
  return (
    <div>
      <Bar name={`${label}: ${text}`} segments={shown} hasCounts={!hasLegend} />
      {hasLegend && (
        <div className="mt-2 text-ink-muted">
          <Counts label={label} segments={shown} isInline />
        </div>
      )}
    </div>
  );
}

type BarProps = { name: string; segments: readonly Segment[]; hasCounts: boolean };

function Bar({ name, segments, hasCounts }: BarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const canOpen = hasCounts && segments.length > 0;
  return (
    <>
      <div
        ref={bar}
        role="img"
        aria-label={name}
        // The bar alone has no words beside it, so whoever comes by keyboard gets the counts too.
        {...(canOpen && {
          tabIndex: 0,
          onPointerEnter: () => setOpen(true),
          onPointerLeave: () => setOpen(false),
          onFocus: () => setOpen(true),
          onBlur: () => setOpen(false),
          onKeyDown: ({ key }) => key === 'Escape' && setOpen(false),
        })}
        className="rounded-full py-1"
      >
        <div className="flex h-2 gap-px overflow-hidden rounded-full bg-bar-waiting">
          {segments.map((segment) => (
            <div
              key={segment.key}
              className={`min-w-0.5 ${LOOKS[segment.look]}`}
              style={{ flexGrow: segment.count, flexBasis: 0 }}
            />
          ))}
        </div>
      </div>
      {canOpen && isOpen && (
        <LazyTip triggerRef={bar} onClose={() => setOpen(false)}>
          <Counts segments={segments} />
        </LazyTip>
      )}
    </>
  );
}

type LazyTipProps = { triggerRef: RefObject<HTMLElement | null>; onClose: () => void; children: ReactNode };

/** The counts are the bar's name as well, so a box that cannot be fetched is no loss to speak of. */
function LazyTip(props: LazyTipProps) {
  const code = useCode(loadTip);
  return code && <code.Tip {...props} />;
}

type CountsProps = { label?: string; segments: readonly Segment[]; isInline?: boolean };

function Counts({ label, segments, isInline = false }: CountsProps) {
  return (
    <ul {...(label && { 'aria-label': label })} className={isInline ? 'flex flex-wrap gap-x-4 gap-y-1' : ''}>
      {segments.map((segment) => (
        <li key={segment.key} className="flex items-center gap-1.5">
          <span aria-hidden className={`size-2.5 rounded-xs ${LOOKS[segment.look]}`} />
          <span className="tabular-nums">{formatCount(segment.count)}</span> {segment.label}
        </li>
      ))}
    </ul>
  );
}
