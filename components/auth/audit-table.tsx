import Link from 'next/link';
import { Table, WIDE_CELL } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { auditWords } from '#lib/auth/audit-words.ts';
import type { AuditEntry } from '#lib/reports/audit.ts';

const COLUMNS = [
  { key: 'at', label: 'When' },
  { key: 'who', label: 'Who did what' },
  { key: 'subject', label: 'To what', isWide: true },
  { key: 'details', label: 'Details', isWide: true },
];

/** What was done, newest first, in words. */
export function AuditTable({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <Table label="Audit log" columns={COLUMNS}>
      {entries.map((entry) => (
        <tr key={entry.id}>
          <td className="whitespace-nowrap text-ink-muted">
            <Time iso={entry.at} />
          </td>
          <th scope="row" className="min-w-48">
            {entry.person} <span className="font-normal">{auditWords(entry.action)}</span>
            <div className="font-normal sm:hidden">
              {entry.subject && <Subject subject={entry.subject} />}
              <p className="text-xs text-ink-muted">{detailsOf(entry)}</p>
            </div>
          </th>
          <td className={`min-w-32 wrap-anywhere ${WIDE_CELL}`}>
            <Subject subject={entry.subject} />
          </td>
          <td className={`min-w-40 text-xs wrap-anywhere text-ink-muted ${WIDE_CELL}`}>{detailsOf(entry)}</td>
        </tr>
      ))}
    </Table>
  );
}

function detailsOf({ details }: AuditEntry): string {
  return details.map(({ name, value }) => `${detailWord(name)}: ${value}`).join(' · ');
}

function Subject({ subject }: Pick<AuditEntry, 'subject'>) {
  if (subject === null) return '–';
  if (subject.href === null) return subject.name;
  return (
    <Link href={subject.href} className="text-accent underline-offset-2 hover:underline">
      {subject.name}
    </Link>
  );
}

const DETAIL_WORDS: Record<string, string> = {
  apiKey: 'key',
  approvalOver: 'asks above',
  baseUrl: 'address',
  highUsd: 'may cost',
  isArchived: 'archived',
  isDefault: 'default',
  limitTokens: 'token limit',
  requestedBy: 'asked by',
  rowCount: 'rows',
};

/** `maxAttempts` → `max attempts`, where there is no better word. */
function detailWord(name: string): string {
  return DETAIL_WORDS[name] ?? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
