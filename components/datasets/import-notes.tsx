import { Alert } from '#components/ui/alert.tsx';
import type { Dataset } from '#lib/datasets/schema.ts';
import { formatCount } from '#lib/format.ts';

/** What "import anyway" changed. */
export function ImportNotes({ notes }: { notes: Dataset['notes'] }) {
  if (notes.length === 0) return null;
  return (
    <Alert tone="warn" title="The file was imported with changes">
      <ul className="mt-1 flex list-disc flex-col gap-1 pl-4">
        {notes.map((note) => (
          <li key={note.message}>
            {note.message}{' '}
            {note.count === 1
              ? `Once, on line ${formatCount(note.firstLine)}.`
              : `${formatCount(note.count)} times, first on line ${formatCount(note.firstLine)}.`}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
