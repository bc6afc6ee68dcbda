import Link from 'next/link';
import { Badge } from '#components/ui/badge.tsx';
import { NUMERIC_CELL, Table, WIDE_CELL } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { countOf, formatCount } from '#lib/format.ts';
import type { Template } from '#lib/templates/schema.ts';
import { answerWord, columnsSentence } from './template-words.ts';

const COLUMNS = [
  { key: 'name', label: 'Template' },
  { key: 'answer', label: 'Answer', isWide: true },
  { key: 'columns', label: 'Columns it needs', isWide: true },
  { key: 'version', label: 'Version', isNumeric: true, isWide: true },
  { key: 'runs', label: 'Runs', isNumeric: true, isWide: true },
  { key: 'changed', label: 'Changed', isWide: true },
];

/** Templates, newest first, each with the beginning of what it asks. */
export function TemplateTable({ templates }: { templates: readonly Template[] }) {
  return (
    <Table label="Templates" columns={COLUMNS}>
      {templates.map(({ id, name, latest, runCount, archivedAt }) => (
        <tr key={id}>
          <th scope="row" className="min-w-48 max-sm:max-w-0 sm:max-w-96">
            <Link href={`/templates/${id}`} className="text-accent underline-offset-2 hover:underline">
              {name}
            </Link>{' '}
            {archivedAt && <Badge>Archived</Badge>}
            <span className="block truncate font-mono text-xs font-normal text-ink-muted">{latest.prompt.user}</span>
            <span className="mt-1 block text-xs font-normal text-ink-muted sm:hidden">
              {answerWord(latest.output)} · {columnsSentence(latest.columns)} Version {latest.number},{' '}
              {countOf(runCount, 'run')}, changed <Time iso={latest.createdAt} />
            </span>
          </th>
          <td className={`whitespace-nowrap ${WIDE_CELL}`}>{answerWord(latest.output)}</td>
          <td className={`max-w-64 break-words ${WIDE_CELL}`}>{latest.columns.join(', ') || '–'}</td>
          <td className={`${NUMERIC_CELL} ${WIDE_CELL}`}>{latest.number}</td>
          <td className={`${NUMERIC_CELL} ${WIDE_CELL}`}>{formatCount(runCount)}</td>
          <td className={WIDE_CELL}>
            <Time iso={latest.createdAt} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
