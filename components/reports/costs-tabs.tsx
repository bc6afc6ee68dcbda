import { LinkTabs } from '#components/ui/link-tabs.tsx';

/** What was spent, and what may be: two pages of one place. */
export function CostsTabs({ current }: { current: 'spending' | 'budgets' }) {
  return (
    <div className="print:hidden">
      <LinkTabs
        label="Costs"
        tabs={[
          { href: '/costs', label: 'Spending', isCurrent: current === 'spending' },
          { href: '/costs/budgets', label: 'Budgets', isCurrent: current === 'budgets' },
        ]}
      />
    </div>
  );
}
