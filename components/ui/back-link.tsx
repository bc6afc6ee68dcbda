import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';

/** The way up, above a page's title. */
export function BackLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <p className="mb-1">
      <Link
        href={href}
        className="inline-flex items-center gap-1 wrap-anywhere text-accent underline-offset-2 hover:underline"
      >
        <ArrowLeft aria-hidden className="size-4 shrink-0" />
        {children}
      </Link>
    </p>
  );
}
