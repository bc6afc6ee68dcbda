import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

type DisclosureProps = { summary: string; children: ReactNode; isOpen?: boolean };

/** A short explanation that opens where it stands; `isOpen` is how it begins. */
export function Disclosure({ summary, children, isOpen = false }: DisclosureProps) {
  return (
    <details open={isOpen} className="group">
      <summary className="inline-flex min-h-7 cursor-pointer list-none items-center gap-1 rounded-md text-accent hover:underline [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 shrink-0 group-open:rotate-90 motion-safe:transition-transform" />
        {summary}
      </summary>
      <div className="mt-2 text-ink-muted">{children}</div>
    </details>
  );
}
