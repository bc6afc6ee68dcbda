'use client';

import { usePathname } from 'next/navigation';
import { LinkTabs } from '#components/ui/link-tabs.tsx';

const PAGES = [
  { href: '/settings/connections', label: 'Connections' },
  { href: '/settings/prices', label: 'Prices' },
  { href: '/settings/spending', label: 'Spending' },
  { href: '/settings/tokens', label: 'API tokens' },
  { href: '/settings/audit', label: 'Audit log' },
  { href: '/settings/account', label: 'Account' },
];

/** The pages of Settings. */
export function SettingsTabs() {
  const path = usePathname();
  return <LinkTabs label="Settings" tabs={PAGES.map((page) => ({ ...page, isCurrent: path.startsWith(page.href) }))} />;
}
