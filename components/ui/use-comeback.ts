'use client';

import { useEffect, useEffectEvent, useState } from 'react';

const LOOK_MS = 1_500;
/** A page that fails although all is well again is not made over and over. */
const AGAIN_AFTER_MS = 30_000;

let lastTriedAt = Number.NEGATIVE_INFINITY;

/**
 * Asks after the health of the server and calls `onBack` when the page may be tried again: as soon as the database answers,
 * then at most every 30 s. Returns whether the database is known to be away; false while that is not known.
 */
export function useComeback(onBack: () => void): boolean {
  const [isAway, setIsAway] = useState(false);
  const look = useEffectEvent(async () => {
    const isThere = await isDatabaseThere();
    const wasAway = isAway;
    setIsAway(!isThere);
    if (!isThere || (!wasAway && performance.now() - lastTriedAt < AGAIN_AFTER_MS)) return;
    lastTriedAt = performance.now();
    onBack();
  });
  useEffect(() => {
    void look();
    const timer = setInterval(() => void look(), LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  return isAway;
}

/** A web server that does not answer at all is starting too. */
async function isDatabaseThere(): Promise<boolean> {
  try {
    const response = await fetch('/api/health', { cache: 'no-store' });
    const health: unknown = await response.json();
    return typeof health === 'object' && health !== null && 'database' in health && health.database === 'ok';
  } catch {
    return false;
  }
}
