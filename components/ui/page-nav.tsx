import { formatCount } from '#lib/format.ts';
import { LinkButton } from './link-button.tsx';

type PageNavProps = {
  /** The page that is shown, counted from 1. */
  page: number;
  pageSize: number;
  total: number;
  hrefOf: (page: number) => string;
};

/** `26 to 50 of 10,000`, and the way on and back. Nothing where all fits one page. */
export function PageNav({ page, pageSize, total, hrefOf }: PageNavProps) {
  const last = Math.max(1, Math.ceil(total / pageSize));
  if (last === 1) return null;
  const from = (page - 1) * pageSize + 1;
  return (
    <nav aria-label="Pages" className="mt-4 flex flex-wrap items-center gap-2">
      <span className="mr-2 text-ink-muted tabular-nums">
        {formatCount(from)} to {formatCount(Math.min(total, from + pageSize - 1))} of {formatCount(total)}
      </span>
      {page > 2 && <LinkButton href={hrefOf(1)}>First page</LinkButton>}
      {page > 1 && <LinkButton href={hrefOf(page - 1)}>Previous page</LinkButton>}
      {page < last && <LinkButton href={hrefOf(page + 1)}>Next page</LinkButton>}
      {page < last - 1 && <LinkButton href={hrefOf(last)}>Last page</LinkButton>}
    </nav>
  );
}
