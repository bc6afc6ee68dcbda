import type { ReactNode } from 'react';
import { formatCount } from '#lib/format.ts';
import { LinkButton } from './link-button.tsx';

type WindowNavProps = {
  label: string;
  /** What is counted: `Rows`, `Datasets`. */
  noun: string;
  /** The first one shown, counted from 1. */
  first: number;
  pageSize: number;
  total: number;
  /** The address of the page that begins with this one. */
  hrefOf: (first: number) => string;
  children?: ReactNode;
};

/** Which part of many things is shown, beginning anywhere, and the ways to the other parts: addresses that can be shared. */
export function WindowNav({ label, noun, first, pageSize, total, hrefOf, children }: WindowNavProps) {
  const last = Math.min(total, first + pageSize - 1);
  const lastPage = Math.floor((total - 1) / pageSize) * pageSize + 1;
  return (
    <nav aria-label={label} className="flex flex-wrap items-center gap-2">
      <span className="mr-2 text-ink-muted tabular-nums">
        {noun} {formatCount(first)} to {formatCount(last)} of {formatCount(total)}
      </span>
      {first > 1 && first > pageSize + 1 && <LinkButton href={hrefOf(1)}>First</LinkButton>}
      {first > 1 && <LinkButton href={hrefOf(Math.max(1, first - pageSize))}>Previous</LinkButton>}
      {last < total && <LinkButton href={hrefOf(last + 1)}>Next</LinkButton>}
      {last + pageSize < total && <LinkButton href={hrefOf(lastPage)}>Last</LinkButton>}
      {children}
    </nav>
  );
}
