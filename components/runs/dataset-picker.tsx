import Link from 'next/link';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import type { Dataset } from '#lib/datasets/schema.ts';
import { countOf } from '#lib/format.ts';

/** The first step of a run: whose rows. */
export function DatasetPicker({ datasets }: { datasets: readonly Dataset[] }) {
  const add = (
    <LinkButton kind={datasets.length === 0 ? 'primary' : 'secondary'} href="/datasets/new">
      Add a dataset
    </LinkButton>
  );
  if (datasets.length === 0) {
    return (
      <EmptyState title="No datasets yet" action={add}>
        <p>A run asks one question of every row of a dataset. Add a CSV file first.</p>
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <ul aria-label="Datasets" className="grid gap-3 sm:grid-cols-2">
        {datasets.map((dataset) => (
          <li key={dataset.id} className="min-w-0">
            <Link
              href={`/runs/new?dataset=${dataset.id}`}
              className="block rounded-lg border border-line bg-surface p-4 hover:border-accent"
            >
              <span className="block font-medium break-words text-accent">{dataset.name}</span>
              <span className="block truncate text-ink-muted">
                {countOf(dataset.rowCount, 'row')}:{' '}
                {dataset.columns
                  .map((column) => column.name)
                  .slice(0, 8)
                  .join(', ')}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <div>{add}</div>
    </div>
  );
}
