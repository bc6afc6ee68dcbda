import { useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import type { FilePreview as Read } from '#lib/datasets/preview-file.ts';
import { PREVIEW_ROWS } from '#lib/datasets/preview-rows.ts';
import { countOf, formatCount } from '#lib/format.ts';
import { columnTypeWord } from './dataset-words.ts';
import { ShownCell } from './shown-cell.tsx';

/** So many columns at once: a page of two thousand would stand still. */
const COLUMNS_AT_ONCE = 40;

type Readable = Extract<Read, { kind: 'readable' }>;

/** The first rows as they will be read, with what each column seems to hold. */
export function FilePreview({ preview }: { preview: Readable }) {
  const [wanted, setWanted] = useState(0);
  const first = wanted < preview.columns.length ? wanted : 0;
  const columns = preview.columns.slice(first, first + COLUMNS_AT_ONCE);
  return (
    <div className="flex flex-col gap-2">
      {preview.hasHeader && !preview.headerLikely && (
        <Alert tone="warn">
          The first row looks like data. If it is, choose “Data; columns are numbered” under First row.
        </Alert>
      )}
      <p role="status" className="text-ink-muted">
        {sentenceOf(preview)}
      </p>
      {preview.columns.length > COLUMNS_AT_ONCE && (
        <div className="flex flex-wrap items-center gap-2">
          <span className="tabular-nums">
            Columns {formatCount(first + 1)} to {formatCount(first + columns.length)} of{' '}
            {formatCount(preview.columns.length)}
          </span>
          <Button isDisabled={first === 0} onPress={() => setWanted(first - COLUMNS_AT_ONCE)}>
            Previous columns
          </Button>
          <Button
            isDisabled={first + COLUMNS_AT_ONCE >= preview.columns.length}
            onPress={() => setWanted(first + COLUMNS_AT_ONCE)}
          >
            Next columns
          </Button>
        </div>
      )}
      {preview.rows.length > 0 && (
        <Sheet
          label="First rows of the file"
          columns={columns.map((column, place) => ({
            key: String(first + place),
            label: column.name,
            hint: columnTypeWord(column.type),
          }))}
          rows={preview.rows.map((cells, row) => ({
            key: String(row),
            head: formatCount(row + 1),
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place.
            cells: columns.map((_, place) => <ShownCell key={place} cell={cells[first + place] ?? ''} />),
          }))}
        />
      )}
    </div>
  );
}

function sentenceOf({ columns, rows, issues, isWhole }: Readable): string {
  if (rows.length === 0) return 'No whole row lies in the beginning of the file, so none can be shown here.';
  const isAll = isWhole && rows.length < PREVIEW_ROWS;
  const begin = `${isAll ? 'All' : 'The first'} ${countOf(rows.length, 'row')}`;
  const anyway = issues.length > 0 ? ', as “Import anyway” takes them' : '';
  const rest = isAll ? '' : ' All rows of the file are imported.';
  return `${begin} in ${countOf(columns.length, 'column')}${anyway}.${rest}`;
}
