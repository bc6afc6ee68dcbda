import type { ReactNode } from 'react';

type PageHeaderProps = { title: string; badge?: ReactNode; children?: ReactNode; action?: ReactNode };

/** Title, one sentence of state (the children), at most one primary action. */
export function PageHeader({ title, badge, children, action }: PageHeaderProps) {
  return (
    <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {/* A name may be one very long word: it breaks anywhere rather than push the page aside. */}
        <h1 className="flex flex-wrap items-center gap-3 text-lg font-semibold wrap-anywhere">
          {title}
          {badge}
        </h1>
        {children && <div className="mt-1 text-ink-muted">{children}</div>}
      </div>
      {action && <div className="flex flex-wrap gap-2">{action}</div>}
    </header>
  );
}
