import { startTransition, useEffect, useState } from 'react';

const AGAIN_MS = 3_000;

/**
 * Code that is only needed once somebody does something, and so comes after the page: null until it is there. `load`
 * is an import() that stands outside of any component. Without a connection it is tried again. Nothing is fetched until
 * it is wanted.
 */
export function useCode<Code extends object>(load: () => Promise<Code>, isWanted = true): Code | null {
  const [code, setCode] = useState<Code | null>(null);
  useEffect(() => {
    if (!isWanted) return;
    let isLeft = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function fetchCode() {
      try {
        const loaded = await load();
        // What is shown with it can wait for what somebody does meanwhile.
        if (!isLeft) startTransition(() => setCode(loaded));
      } catch {
        if (!isLeft) timer = setTimeout(fetchCode, AGAIN_MS);
      }
    }
    void fetchCode();
    return () => {
      isLeft = true;
      clearTimeout(timer);
    };
  }, [load, isWanted]);
  return code;
}
