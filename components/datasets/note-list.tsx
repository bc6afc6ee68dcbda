import type { Note } from '#lib/datasets/schema.ts';
import { formatCount } from '#lib/format.ts';

/** What an import changes, or has changed: each kind, how often, and where first. */
export function NoteList({ notes }: { notes: readonly Note[] }) {
  return (
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
  );
}
