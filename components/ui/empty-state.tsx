import type { ReactNode } from 'react';

/** Says what will stand here, and gives the first step. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="rounded-lg border border-dashed border-line-strong px-6 py-10 text-center">
      <p className="text-base font-medium">{title}</p>
      {children && <div className="mx-auto mt-1 max-w-prose text-ink-muted">{children}</div>}
      {action && <div className="mt-4 flex justify-center gap-2">{action}</div>}
    </div>
  );
}
