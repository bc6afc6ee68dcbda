import type { ReactNode } from 'react';

/** Content taller than it may be, scrolled in its own frame, by keyboard too. */
export function ScrollArea({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      className="max-h-80 overflow-y-auto"
    >
      {children}
    </section>
  );
}
