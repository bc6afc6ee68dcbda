import { Card } from '#components/ui/card.tsx';
import { Content } from '#components/ui/content.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';

const FIGURES = ['Spent', 'Saved', 'At real-time prices', 'Failure rate'];

/** The page of costs while they are added up: what is the same for every period, in the place where it will stand. */
export function CostsToCome() {
  return (
    <Content>
      <div className="-mb-6">
        <PageHeader title="Costs">
          <span role="status">Adding up what runs cost and saved.</span>
        </PageHeader>
      </div>
      <div className="min-h-28 sm:min-h-20 lg:min-h-10" />
      <Card>
        <div aria-hidden className="mb-3 h-6 w-40 rounded-sm bg-sunken" />
        <dl className="grid grid-cols-2 gap-x-6 gap-y-4 lg:grid-cols-4">
          {FIGURES.map((name) => (
            <div key={name}>
              <dt className="text-xs text-ink-muted">{name}</dt>
              <dd aria-hidden className="mt-1 mb-5 h-8 w-24 rounded-sm bg-sunken" />
            </div>
          ))}
        </dl>
        <div className="h-16" />
      </Card>
      <Card title="By day">
        <div className="h-72" />
      </Card>
    </Content>
  );
}
