import { Badge } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import { NUMERIC_CELL, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { formatCount } from '#lib/format.ts';
import { nextTryWords } from '#lib/runs/capacity-words.ts';
import type { Run } from '#lib/runs/schema.ts';
import { batchStatusWord } from './run-words.ts';

const COLUMNS = [
  { key: 'number', label: 'Batch' },
  { key: 'status', label: 'State' },
  { key: 'rows', label: 'Rows', isNumeric: true },
  { key: 'answered', label: 'Answered', isNumeric: true },
  { key: 'failed', label: 'No answer', isNumeric: true },
  { key: 'sent', label: 'Sent' },
  { key: 'finished', label: 'Finished' },
];

/** Every submission to the provider, in order. */
export function BatchesTable({ batches }: { batches: Run['batches'] }) {
  return (
    <Card title="Batches">
      {batches.length === 0 ? (
        <p className="text-ink-muted">
          Rows are sent together, up to 50,000 at a time. Each such batch is listed here.
        </p>
      ) : (
        <Table label="Batches of this run" columns={COLUMNS}>
          {batches.map((batch) => (
            <BatchRow key={batch.id} batch={batch} />
          ))}
        </Table>
      )}
    </Card>
  );
}

function BatchRow({ batch }: { batch: Run['batches'][number] }) {
  const { tone, word } = batchStatusWord(batch.status);
  // Green is for batches in which every row was answered.
  const shownTone = tone === 'good' && batch.failed > 0 ? 'neutral' : tone;
  return (
    <tr>
      <th scope="row" title={batch.providerBatchId ?? batch.id} className="whitespace-nowrap">
        {batch.number}
        {batch.attempt > 1 && <span className="font-normal text-ink-muted"> · attempt {batch.attempt}</span>}
      </th>
      <td>
        <Badge tone={shownTone}>{word}</Badge>
        {detailOf(batch) && (
          <p className="mt-1 max-w-80 min-w-48 text-ink-muted" suppressHydrationWarning>
            {detailOf(batch)}
          </p>
        )}
      </td>
      <td className={NUMERIC_CELL}>{formatCount(batch.requestCount)}</td>
      <td className={NUMERIC_CELL}>{formatCount(batch.succeeded)}</td>
      <td className={NUMERIC_CELL}>{formatCount(batch.failed)}</td>
      <td>{batch.submittedAt ? <Time iso={batch.submittedAt} /> : '–'}</td>
      <td>{batch.finishedAt ? <Time iso={batch.finishedAt} /> : '–'}</td>
    </tr>
  );
}

/** Why it stands where it stands, when it is tried again, and, while it is away, the provider's own word for its state. */
function detailOf({ reason, nextTryAt, status, providerStatus }: Run['batches'][number]): string {
  const isAway = status === 'submitted' || status === 'canceling';
  const parts = [
    reason ?? '',
    nextTryAt === null ? '' : `The ${nextTryWords(nextTryAt, Date.now())}.`,
    isAway && providerStatus !== null ? `The provider says “${providerStatus}”.` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}
