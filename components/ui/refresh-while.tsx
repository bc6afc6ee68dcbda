'use client';

import { useRouter } from 'next/navigation';
import { startTransition, useEffect } from 'react';

const EVERY_MS = 5000;

/** Has the server render the page again every few seconds while something on it moves, and when the page is looked at again. */
export function RefreshWhile({ isMoving }: { isMoving: boolean }) {
  const router = useRouter();
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === 'visible') startTransition(() => router.refresh());
    };
    document.addEventListener('visibilitychange', refresh);
    window.addEventListener('online', refresh);
    const timer = isMoving ? setInterval(refresh, EVERY_MS) : undefined;
    return () => {
      document.removeEventListener('visibilitychange', refresh);
      window.removeEventListener('online', refresh);
      clearInterval(timer);
    };
  }, [router, isMoving]);
  return null;
}
