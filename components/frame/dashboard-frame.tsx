import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Theme } from '#components/ui/theme.ts';
import { Wordmark } from '#components/ui/wordmark.tsx';
import { MobileMenu } from './mobile-menu.tsx';
import { NavLinks } from './nav-links.tsx';
import { SignOutForm } from './sign-out-form.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

type DashboardFrameProps = {
  workspace: string;
  person: string;
  role: string;
  theme: Theme;
  seesCosts: boolean;
  children: ReactNode;
};

/** The frame of every page behind the sign-in: a sidebar, or below 768 px a bar with a menu. */
export function DashboardFrame({ workspace, person, role, theme, seesCosts, children }: DashboardFrameProps) {
  const foot = (
    <div className="border-t border-line pt-3">
      <p className="truncate px-2.5 font-medium">{workspace}</p>
      <p className="truncate px-2.5 text-xs text-ink-muted">
        {person} · {role}
      </p>
      <div className="mt-2 flex flex-wrap items-center justify-between gap-2">
        <SignOutForm />
        <ThemeSwitch initial={theme} />
      </div>
    </div>
  );
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[14rem_minmax(0,1fr)] print:block">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-surface focus:px-3 focus:py-2 focus:shadow-xl"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-30 flex items-center justify-between border-b border-line bg-surface px-4 py-2 md:hidden print:hidden">
        <HomeLink />
        <MobileMenu>
          <nav aria-label="Main">
            <NavLinks seesCosts={seesCosts} />
          </nav>
          <div className="mt-3">{foot}</div>
        </MobileMenu>
      </header>
      <aside
        aria-label="Sidebar"
        className="sticky top-0 hidden h-dvh flex-col gap-6 border-r border-line bg-surface p-4 md:flex print:hidden"
      >
        <div className="px-2.5">
          <HomeLink />
        </div>
        <nav aria-label="Main" className="grow">
          <NavLinks seesCosts={seesCosts} />
        </nav>
        {foot}
      </aside>
      <main id="content" tabIndex={-1} className="min-w-0 px-4 py-6 outline-none sm:px-8 print:p-0">
        {children}
      </main>
    </div>
  );
}

function HomeLink() {
  return (
    <Link href="/" aria-label="Rowmill, Home" className="inline-flex rounded-sm">
      <Wordmark />
    </Link>
  );
}
