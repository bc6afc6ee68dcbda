import { Card } from '#components/ui/card.tsx';
import { NUMERIC_CELL, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { formatCount } from '#lib/format.ts';
import type { Capacity, Connection } from '#lib/providers/schema.ts';
import { LimitForm } from './limit-form.tsx';

const COLUMNS = [
  { key: 'connection', label: 'Connection' },
  { key: 'model', label: 'Model' },
  { key: 'entered', label: 'Entered', isNumeric: true },
  { key: 'learned', label: 'Learned', isNumeric: true },
  { key: 'from', label: 'From' },
];

type LimitCardProps = {
  capacities: readonly Capacity[];
  connections: readonly Pick<Connection, 'id' | 'name'>[];
  canManage: boolean;
};

/** How many tokens each provider takes in at a time: what it said itself, and what a person entered. */
export function LimitCard({ capacities, connections, canManage }: LimitCardProps) {
  return (
    <Card title="Waiting tokens">
      <p className="text-ink-muted">
        Providers limit how many input tokens of a model may wait in batches at a time. Batches beyond that wait here
        and go out as others finish. A limit is learned when a provider refuses a batch; one you enter goes before it.
      </p>
      {capacities.length > 0 && (
        <div className="mt-4">
          <Table label="Token limits" columns={COLUMNS}>
            {capacities.map((capacity) => (
              <LimitRow key={`${capacity.connectionId} ${capacity.model}`} capacity={capacity} />
            ))}
          </Table>
        </div>
      )}
      {canManage && (
        <div className="mt-4">
          <LimitForm connections={connections} />
        </div>
      )}
    </Card>
  );
}

function LimitRow({ capacity }: { capacity: Capacity }) {
  const { connectionName, model, enteredTokens, learnedTokens, learnedAt, isStated, source } = capacity;
  const about = isStated ? '' : 'about ';
  return (
    <tr>
      <th scope="row" className="min-w-32">
        {connectionName}
      </th>
      <td className="font-mono text-xs break-all">{model}</td>
      <td className={NUMERIC_CELL}>{enteredTokens === null ? '–' : formatCount(enteredTokens)}</td>
      <td className={NUMERIC_CELL}>{learnedTokens === null ? '–' : `${about}${formatCount(learnedTokens)}`}</td>
      <td className="min-w-48 break-words text-ink-muted">
        {learnedAt && <Time iso={learnedAt} />}
        {source && <p>{source}</p>}
      </td>
    </tr>
  );
}
