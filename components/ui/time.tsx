'use client';

import { useSyncExternalStore } from 'react';
import { formatAgo, formatMoment } from '#lib/format.ts';

const TICK_MS = 10_000;

function subscribe(onTick: () => void): () => void {
  const timer = setInterval(onTick, TICK_MS);
  return () => clearInterval(timer);
}

/** How long ago, kept current; the moment itself with its zone on hover. The server, which knows no zone, says UTC. */
export function Time({ iso }: { iso: string }) {
  const tick = useSyncExternalStore(
    subscribe,
    () => Math.floor(Date.now() / TICK_MS),
    () => null,
  );
  const title = tick === null ? formatMoment(iso, 'UTC') : formatMoment(iso);
  return (
    <time dateTime={iso} title={title} suppressHydrationWarning className="whitespace-nowrap">
      {formatAgo(iso, Date.now())}
    </time>
  );
}
