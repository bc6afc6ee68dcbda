import Form from 'next/form';
import { Button } from '#components/ui/button.tsx';
import { LinkTabs } from '#components/ui/link-tabs.tsx';
import { type CostView, costAddress, type PeriodName } from '#lib/reports/cost-view.ts';

const NAMES: { name: PeriodName; label: string }[] = [
  { name: 'this-month', label: 'This month' },
  { name: 'last-month', label: 'Last month' },
  { name: '7-days', label: 'Last 7 days' },
  { name: '30-days', label: 'Last 30 days' },
];

/** Periods by name, each with an address of its own, and any other from day to day. */
export function PeriodPicker({ view }: { view: CostView }) {
  const tabs = NAMES.map(({ name, label }) => ({
    href: costAddress(view, { name }),
    label,
    isCurrent: view.name === name,
  }));
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 print:hidden">
      <LinkTabs label="Period" tabs={tabs} />
      <Form action="/costs" className="flex flex-wrap items-end gap-2" key={`${view.period.from} ${view.period.to}`}>
        {(['model', 'member', 'template', 'label'] as const).map(
          (key) => view[key] !== undefined && <input key={key} type="hidden" name={key} value={view[key]} />,
        )}
        {view.simulated !== null && <input type="hidden" name="money" value={view.simulated ? 'sandbox' : 'paid'} />}
        <DayField label="From" name="from" day={view.period.from} />
        <DayField label="To" name="to" day={view.period.to} />
        <Button type="submit">Show</Button>
      </Form>
    </div>
  );
}

function DayField({ label, name, day }: { label: string; name: string; day: string }) {
  return (
    <label className="flex items-center gap-1.5 text-xs text-ink-muted">
      {label}
      <input
        type="date"
        name={name}
        defaultValue={day}
        required
        className="min-h-9 rounded-md border border-line-strong bg-surface px-2 text-sm text-ink tabular-nums"
      />
    </label>
  );
}
