import Link from 'next/link';
import { Badge } from '#components/ui/badge.tsx';
import { NUMERIC_CELL, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { formatCount } from '#lib/format.ts';
import type { Template } from '#lib/templates/schema.ts';
import { answerWord } from './template-words.ts';

const COLUMNS = [
  { key: 'name', label: 'Template' },
  { key: 'answer', label: 'Answer' },
  { key: 'columns', label: 'Columns it needs' },
  { key: 'version', label: 'Version', isNumeric: true },
  { key: 'runs', label: 'Runs', isNumeric: true },
  { key: 'changed', label: 'Changed' },
];

/** Templates, newest first, each with the beginning of what it asks. */
export function TemplateTable({ templates }: { templates: readonly Template[] }) {
  return (
    <Table label="Templates" columns={COLUMNS}>
      {templates.map(({ id, name, latest, runCount, archivedAt }) => (
        <tr key={id}>
          <th scope="row" className="max-w-56 min-w-48 sm:max-w-96">
            <Link href={`/templates/${id}`} className="text-accent underline-offset-2 hover:underline">
              {name}
            </Link>{' '}
            {archivedAt && <Badge>Archived</Badge>}
            <span className="block truncate font-mono text-xs font-normal text-ink-muted">{latest.prompt.user}</span>
          </th>
          <td className="whitespace-nowrap">{answerWord(latest.output)}</td>
          <td className="max-w-64 break-words">{latest.columns.join(', ') || '–'}</td>
          <td className={NUMERIC_CELL}>{latest.number}</td>
          <td className={NUMERIC_CELL}>{formatCount(runCount)}</td>
          <td>
            <Time iso={latest.createdAt} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
