import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { MemberRole } from '#lib/auth/roles.ts';
import { RevokeToken } from './revoke-token.tsx';

type Token = { id: string; name: string; role: MemberRole; hint: string; createdAt: Date; lastUsedAt: Date | null };

const COLUMNS = [
  { key: 'name', label: 'Name' },
  { key: 'hint', label: 'Ends in' },
  { key: 'role', label: 'Role' },
  { key: 'created', label: 'Created' },
  { key: 'used', label: 'Last used' },
  { key: 'action', label: 'Action' },
];

/** The tokens that work, newest first. */
export function TokenTable({ tokens }: { tokens: readonly Token[] }) {
  if (tokens.length === 0) {
    return (
      <EmptyState title="No API tokens yet">
        A script signs in with a token: it sends <code className="font-mono">Authorization: Bearer rowmill_…</code> with
        every call.
      </EmptyState>
    );
  }
  return (
    <Table label="API tokens" columns={COLUMNS}>
      {tokens.map((token) => (
        <tr key={token.id}>
          <th scope="row" className="min-w-32">
            {token.name}
          </th>
          <td className="font-mono">…{token.hint}</td>
          <td>
            <Badge>{token.role}</Badge>
          </td>
          <td>
            <Time iso={token.createdAt.toISOString()} />
          </td>
          <td>{token.lastUsedAt ? <Time iso={token.lastUsedAt.toISOString()} /> : 'never'}</td>
          <td>
            <RevokeToken tokenId={token.id} name={token.name} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
