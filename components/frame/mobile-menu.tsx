'use client';

import { Menu } from 'lucide-react';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

/** The menu of small screens. The key closes it on arrival at the next page. */
export function MobileMenu({ children }: { children: ReactNode }) {
  return (
    <details key={usePathname()} className="group relative">
      <summary className="flex min-h-9 cursor-pointer list-none items-center gap-2 rounded-md px-2.5 hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <Menu aria-hidden className="size-4" />
        Menu
      </summary>
      <div className="absolute right-0 z-40 mt-2 w-60 rounded-lg border border-line bg-surface p-3 shadow-xl">
        {children}
      </div>
    </details>
  );
}
