import { Badge } from '#components/ui/badge.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import type { Dataset } from '#lib/datasets/schema.ts';
import { countOf } from '#lib/format.ts';

type DatasetHeaderProps = { dataset: Dataset; runCount: number; mayRun: boolean };

/** Name, size, and the one thing to do next. */
export function DatasetHeader({ dataset, runCount, mayRun }: DatasetHeaderProps) {
  return (
    <PageHeader
      title={dataset.name}
      {...(dataset.isSample && { badge: <Badge>Sample</Badge> })}
      {...(mayRun && {
        action: (
          <LinkButton kind="primary" href={`/runs/new?dataset=${dataset.id}`}>
            New run with this data
          </LinkButton>
        ),
      })}
    >
      {countOf(dataset.rowCount, 'row')} in {countOf(dataset.columns.length, 'column')}.{' '}
      {runCount > 0 ? `${countOf(runCount, 'run')} launched with it.` : 'No run was launched with it yet.'}
    </PageHeader>
  );
}
