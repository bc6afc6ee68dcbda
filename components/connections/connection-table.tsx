import { Badge } from '#components/ui/badge.tsx';
import { Table, WIDE_CELL } from '#components/ui/table.tsx';
import type { Connection } from '#lib/providers/schema.ts';
import { ConnectionActions } from './connection-actions.tsx';

const COLUMNS = [
  { key: 'name', label: 'Connection' },
  { key: 'address', label: 'Address', isWide: true },
  { key: 'key', label: 'Key', isWide: true },
  { key: 'actions', label: 'Actions' },
];

/** The accounts runs can be sent through, the default first. */
export function ConnectionTable({
  connections,
  canManage,
}: {
  connections: readonly Connection[];
  canManage: boolean;
}) {
  return (
    <Table label="Connections" columns={canManage ? COLUMNS : COLUMNS.slice(0, -1)}>
      {connections.map((connection) => (
        <tr key={connection.id}>
          <th scope="row" className="min-w-32 sm:min-w-40">
            {connection.name} {connection.isDefault && <Badge tone="good">Default</Badge>}
            <span className="block font-mono text-xs font-normal text-ink-muted">{connection.key}</span>
            <span className="mt-1 block text-xs font-normal text-ink-muted sm:hidden">
              {addressOf(connection)}. Key: {keyOf(connection)}
            </span>
            {connection.problem && <span className="block text-xs font-normal text-warn">{connection.problem}</span>}
          </th>
          <td className={`min-w-48 wrap-anywhere ${WIDE_CELL}`}>{addressOf(connection)}</td>
          <td className={`whitespace-nowrap ${WIDE_CELL}`}>{keyOf(connection)}</td>
          {canManage && (
            <td>
              <ConnectionActions
                connection={{
                  id: connection.id,
                  name: connection.name,
                  baseUrl: connection.baseUrl,
                  isDefault: connection.isDefault,
                  problem: connection.problem,
                }}
                canChange={connection.kind !== 'sandbox' && !connection.fromEnvironment}
              />
            </td>
          )}
        </tr>
      ))}
    </Table>
  );
}

function addressOf({ kind, baseUrl }: Connection): string {
  if (kind === 'sandbox') return 'On this machine; answers are simulated';
  return baseUrl ?? 'OpenAI';
}

function keyOf({ kind, apiKeyHint, fromEnvironment }: Connection): string {
  if (kind === 'sandbox') return 'None needed';
  if (apiKeyHint === null) return 'Missing';
  return fromEnvironment ? `${apiKeyHint}, from the environment` : apiKeyHint;
}
