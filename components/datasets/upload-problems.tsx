import type { ReactNode } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import type { Note } from '#lib/datasets/schema.ts';
import type { Issue } from '#lib/errors.ts';
import { countOf } from '#lib/format.ts';
import { NoteList } from './note-list.tsx';

type UploadProblemsProps = {
  title: string;
  message: string;
  issues: readonly Issue[];
  /** "Import anyway" and what it changes; null where that does not help. */
  anyway: ReactNode;
};

/** What is wrong with a file, line by line with what stands there, and the other way to take it. */
export function UploadProblems({ title, message, issues, anyway }: UploadProblemsProps) {
  return (
    <div className="flex flex-col gap-3">
      <Alert title={title}>
        {issues.length === 0 ? (
          <p>{message}</p>
        ) : (
          <ul
            aria-label="Problems in the file"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard.
            tabIndex={0}
            className="mt-1 flex max-h-72 list-disc flex-col gap-2 overflow-y-auto pl-4"
          >
            {issues.map((issue) => (
              <li key={`${issue.line} ${issue.record} ${issue.message}`}>
                {issue.message}
                {issue.text && (
                  <code className="mt-0.5 block w-fit max-w-full rounded bg-surface px-1.5 py-0.5 font-mono text-xs break-all whitespace-pre-wrap text-ink">
                    {issue.text}
                  </code>
                )}
              </li>
            ))}
          </ul>
        )}
      </Alert>
      {anyway}
    </div>
  );
}

type ImportAnywayProps = {
  changes: readonly Note[];
  isWhole: boolean;
  onImport: (mode: 'lenient' | 'leave_out') => void;
};

/** The other way to take the file, with each thing it does to it. */
export function ImportAnyway({ changes, isWhole, onImport }: ImportAnywayProps) {
  const ragged = changes.filter((change) => change.rows !== undefined).reduce((sum, { count }) => sum + count, 0);
  return (
    <section aria-label="Import anyway" className="rounded-lg border border-line bg-surface p-4">
      <p className="font-medium">
        {isWhole
          ? '“Import anyway” changes this and nothing else:'
          : '“Import anyway” changes this in what was looked at:'}
      </p>
      <NoteList notes={changes} />
      {!isWhole && <p className="mt-1 text-ink-muted">The rest of the file is read the same way as it is imported.</p>}
      <p className="mt-1 text-ink-muted">Your file stays as it is, and what was changed is listed with the dataset.</p>
      {ragged > 0 && (
        <p className="mt-1 text-ink-muted">
          Look at the cells above before you go on. A comma inside a text needs quotation marks around the whole text,
          as in "Great, but too short". Mend that in the file and choose it again, or leave such rows out.
        </p>
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button onPress={() => onImport('lenient')}>Import anyway</Button>
        {ragged > 0 && (
          <Button onPress={() => onImport('leave_out')}>
            {isWhole
              ? `Import without ${ragged === 1 ? 'this row' : `these ${countOf(ragged, 'row')}`}`
              : 'Import without such rows'}
          </Button>
        )}
      </div>
    </section>
  );
}
