import Link from 'next/link';
import { formatCount } from '#lib/format.ts';

type LinkTab = { href: string; label: string; count?: number; isCurrent: boolean };

/** Views of one page, each with its own address. */
export function LinkTabs({ label, tabs }: { label: string; tabs: readonly LinkTab[] }) {
  return (
    <nav aria-label={label} className="border-b border-line">
      <ul className="-mb-px flex flex-wrap gap-x-1">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              scroll={false}
              {...(tab.isCurrent && { 'aria-current': 'page' })}
              className="inline-flex min-h-9 items-center gap-1.5 border-b-2 border-transparent px-3 text-ink-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink"
            >
              {tab.label}
              {tab.count !== undefined && <span className="text-xs tabular-nums">{formatCount(tab.count)}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
