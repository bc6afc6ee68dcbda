import { Alert } from '#components/ui/alert.tsx';
import { CellText } from '#components/ui/cell-text.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { countOf } from '#lib/format.ts';
import { columnTypeWord, delimiterWord, encodingWord } from './dataset-words.ts';
import type { FilePreview as Preview } from './use-file-preview.ts';

const MAX_COLUMNS = 20;

/** The first rows as they will be read, and how the file was understood. */
export function FilePreview({ preview }: { preview: Extract<Preview, { kind: 'readable' }>['preview'] }) {
  const columns = preview.columns.slice(0, MAX_COLUMNS);
  const hidden = preview.columns.length - columns.length;
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="text-ink-muted">
        {preview.issues.length > 0 && 'As “Import anyway” takes it. '}
        Read as {encodingWord(preview.encoding)}, cells separated by {delimiterWord(preview.delimiter).toLowerCase()},{' '}
        {preview.hasHeader ? 'the first row is the header' : 'no header'}: {countOf(preview.columns.length, 'column')}.
        {hidden > 0 && ` The first ${MAX_COLUMNS} are shown.`}
      </p>
      {preview.hasHeader && !preview.headerLikely && (
        <Alert tone="warn">
          The first row looks like data. If it is, open Options and say that it is not the header.
        </Alert>
      )}
      <Sheet
        label="First rows of the file"
        columns={columns.map((column) => ({ key: column.name, label: column.name, hint: columnTypeWord(column.type) }))}
        rows={preview.rows.map((values, index) => ({
          key: String(index),
          head: String(index + 1),
          cells: columns.map((column, place) => <CellText key={column.name} text={values[place] ?? ''} />),
        }))}
      />
    </div>
  );
}
