import type { ReactNode } from 'react';

/** The measure of a page: 1,200 px. A page that is one wide table leaves it away. */
export function Content({ children }: { children: ReactNode }) {
  return <div className="mx-auto flex w-full max-w-[75rem] flex-col gap-6">{children}</div>;
}
