import { type ReactNode, useId } from 'react';

/** A quiet box; with a title it is a named region of the page. */
export function Card({ title, action, children }: { title?: string; action?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section {...(title && { 'aria-labelledby': id })} className="rounded-lg border border-line bg-surface p-4 sm:p-5">
      {(title || action) && (
        <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
          {title && (
            <h2 id={id} className="text-base font-semibold">
              {title}
            </h2>
          )}
          {action}
        </div>
      )}
      {children}
    </section>
  );
}
