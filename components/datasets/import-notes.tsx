import { Alert } from '#components/ui/alert.tsx';
import type { Dataset } from '#lib/datasets/schema.ts';
import { NoteList } from './note-list.tsx';

/** What "import anyway" changed. */
export function ImportNotes({ notes }: { notes: Dataset['notes'] }) {
  if (notes.length === 0) return null;
  return (
    <Alert tone="warn" title="The file was imported with changes">
      <NoteList notes={notes} />
    </Alert>
  );
}
