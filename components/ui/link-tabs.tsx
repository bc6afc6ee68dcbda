import Link from 'next/link';
import { formatCount } from '#lib/format.ts';

type LinkTab = {
  href: string;
  label: string;
  count?: number;
  isCurrent: boolean;
  /** Goes there without asking the server for the page again. */
  onGo?: () => void;
};

/** Views of one page, each with its own address. */
export function LinkTabs({ label, tabs }: { label: string; tabs: readonly LinkTab[] }) {
  return (
    <nav aria-label={label} className="border-b border-line">
      <ul className="-mb-px flex flex-wrap gap-x-1">
        {tabs.map(({ href, label: word, count, isCurrent, onGo }) => (
          <li key={word}>
            <Link
              href={href}
              scroll={false}
              {...(isCurrent && { 'aria-current': 'page' })}
              {...(onGo && {
                onNavigate: (event) => {
                  event.preventDefault();
                  onGo();
                },
                prefetch: false,
              })}
              className="inline-flex min-h-9 items-center gap-1.5 border-b-2 border-transparent px-3 text-ink-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink"
            >
              {word}
              {count !== undefined && <span className="text-xs tabular-nums">{formatCount(count)}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
