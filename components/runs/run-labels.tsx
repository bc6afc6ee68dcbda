import { Tag } from 'lucide-react';
import Link from 'next/link';
import { runListAddress } from './run-list-address.ts';

/** What a run is filed under, each leading to the other runs of that label. */
export function RunLabels({ labels }: { labels: readonly string[] }) {
  if (labels.length === 0) return null;
  return (
    <ul aria-label="Labels" className="flex flex-wrap gap-x-3 gap-y-1 text-xs font-normal">
      {labels.map((label) => (
        <li key={label} className="min-w-0 max-w-full">
          <Link
            href={runListAddress({ group: null, name: '', label, page: 1 })}
            className="inline-flex max-w-full items-center gap-1 text-ink-muted underline-offset-2 hover:underline"
          >
            <Tag aria-hidden className="size-3 shrink-0" />
            <span className="truncate">{label}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
