import { Button } from '#components/ui/button.tsx';
import { holeFor } from '#lib/templates/render.ts';

const MAX_CHIPS = 40;

type ColumnChipsProps = { columns: readonly string[]; onInsert: (text: string) => void };

/** One button a column: pressing it puts the column into the instruction, where the cursor is. */
export function ColumnChips({ columns, onInsert }: ColumnChipsProps) {
  const shown = columns.slice(0, MAX_CHIPS);
  return (
    <fieldset>
      <legend className="mb-1 text-xs text-ink-muted">
        Insert a column. Each row’s own cell is put there; columns you do not insert are never sent.
      </legend>
      <div className="flex flex-wrap gap-1.5">
        {shown.map((column) => (
          <Button key={column} kind="chip" label={`Insert column ${column}`} onPress={() => onInsert(holeFor(column))}>
            <span className="max-w-48 truncate">{column}</span>
          </Button>
        ))}
      </div>
      {columns.length > shown.length && (
        <p className="mt-1 text-xs text-ink-muted">
          {columns.length - shown.length} more: write the name between double braces, like {holeFor('name')}.
        </p>
      )}
    </fieldset>
  );
}
