import { X } from 'lucide-react';
import Link from 'next/link';
import { type CostView, costAddress } from '#lib/reports/cost-view.ts';
import { NOBODY } from '#lib/reports/cost-words.ts';
import { NO_RUN_LABEL } from '#lib/run-labels.ts';

/** What the figures are narrowed to, each with a way out of it. `names` are those of ids, as far as they are known. */
export function CostFilters({ view, names }: { view: CostView; names: ReadonlyMap<string, string> }) {
  const filters = [
    { key: 'model', label: 'Model', value: view.model, none: '' },
    { key: 'member', label: 'Member', value: view.member, none: NOBODY },
    { key: 'template', label: 'Template', value: view.template, none: 'No template' },
    { key: 'label', label: 'Label', value: view.label, none: NO_RUN_LABEL },
  ].filter((filter) => filter.value !== undefined);
  if (filters.length === 0) return null;
  return (
    <ul aria-label="Only these runs" className="flex flex-wrap gap-2">
      {filters.map(({ key, label, value = '', none }) => {
        const words = `${label}: ${value === '' ? none : (names.get(value) ?? value)}`;
        return (
          <li key={key} className="max-w-full min-w-0">
            <Link
              href={costAddress(view, { [key]: undefined })}
              aria-label={`${words}. Take this filter away`}
              className="inline-flex min-h-9 max-w-full items-center gap-1.5 rounded-md bg-accent-soft px-2.5 text-accent hover:underline"
            >
              <span className="truncate">{words}</span>
              <X aria-hidden className="size-4 shrink-0 print:hidden" />
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
