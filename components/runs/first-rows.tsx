import { useQuery } from '@tanstack/react-query';
import { CellText } from '#components/ui/cell-text.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import type { Dataset } from '#lib/datasets/schema.ts';
import { countOf, formatCount } from '#lib/format.ts';

const ROWS = 5;
const MAX_COLUMNS = 20;

/** The first rows of a dataset, so that one sees it is the right one. */
export function FirstRows({ dataset }: { dataset: Dataset }) {
  const { data, isError } = useQuery({
    queryKey: ['datasets', dataset.id, 'first-rows'],
    queryFn: async ({ signal }) => {
      const response = await fetch(`/api/v1/datasets/${dataset.id}/rows?limit=${ROWS}`, { signal });
      if (!response.ok) throw new Error(`Could not load rows (${response.status})`);
      const { RowPage } = await import('#lib/datasets/schema.ts');
      return RowPage.parse(await response.json()).data;
    },
    // The rows of a dataset never change.
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (isError) return <p className="text-warn">The rows could not be loaded. They are safe; try again in a moment.</p>;
  if (!data) return <p className="min-h-60 text-ink-muted">Loading the first rows.</p>;
  const columns = dataset.columns.slice(0, MAX_COLUMNS);
  const hidden = dataset.columns.length - columns.length;
  return (
    <>
      <Sheet
        label="First rows"
        columns={columns.map((column) => ({ key: column.name, label: column.name }))}
        rows={data.map((row) => ({
          key: String(row.rowIndex),
          head: formatCount(row.rowIndex + 1),
          cells: columns.map((column, place) => <CellText key={column.name} text={row.values[place] ?? ''} />),
        }))}
      />
      {hidden > 0 && <p className="mt-2 text-xs text-ink-muted">{countOf(hidden, 'more column')} not shown here.</p>}
    </>
  );
}
