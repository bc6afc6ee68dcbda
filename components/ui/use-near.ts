import { type RefObject, useEffect, useState } from 'react';

/** How far below the window something may be and still count as near. */
const MARGIN_PX = 50;

/** Whether the thing is, or ever was, nearly in sight: what takes much code to draw can wait until then. */
export function useNear(thing: RefObject<Element | null>): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const element = thing.current;
    if (isNear || !element) return;
    const watcher = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setNear(true);
      },
      { rootMargin: `${MARGIN_PX}px` },
    );
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [thing, isNear]);
  return isNear;
}
