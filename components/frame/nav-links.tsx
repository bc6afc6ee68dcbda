'use client';

import { Coins, Database, House, Play, ScrollText, Settings } from 'lucide-react';
import Link, { useLinkStatus } from 'next/link';
import { usePathname } from 'next/navigation';

const LINKS = [
  { href: '/', label: 'Home', Icon: House },
  { href: '/runs', label: 'Runs', Icon: Play },
  { href: '/datasets', label: 'Datasets', Icon: Database },
  { href: '/templates', label: 'Templates', Icon: ScrollText },
  { href: '/costs', label: 'Costs', Icon: Coins },
  { href: '/settings', label: 'Settings', Icon: Settings },
];

/** Where one can go; the current place is marked for eyes and screen readers. */
export function NavLinks({ seesCosts }: { seesCosts: boolean }) {
  const path = usePathname();
  return (
    <ul className="flex flex-col gap-0.5">
      {LINKS.filter(({ href }) => seesCosts || href !== '/costs').map(({ href, label, Icon }) => {
        const isHere = href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
        return (
          <li key={href}>
            <Link
              href={href}
              {...(isHere && { 'aria-current': path === href ? 'page' : 'true' })}
              className="flex min-h-9 items-center gap-2.5 rounded-md px-2.5 text-ink-muted hover:bg-sunken hover:text-ink aria-[current]:bg-accent-soft aria-[current]:font-medium aria-[current]:text-accent"
            >
              <Icon aria-hidden className="size-4" />
              {label}
              <OnItsWay />
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

/** A page that takes longer than a moment says that it comes, where it was asked for. */
function OnItsWay() {
  const { pending } = useLinkStatus();
  return (
    <span
      aria-hidden
      className={`ml-auto size-3 rounded-full border-2 border-current border-t-transparent motion-safe:animate-spin ${pending ? 'opacity-100 transition-opacity delay-150' : 'opacity-0'}`}
    />
  );
}
