import { useDeferredValue, useMemo, useState } from 'react';
import { Card } from '#components/ui/card.tsx';
import type { Dataset } from '#lib/datasets/schema.ts';
import { formatCount } from '#lib/format.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { columnsWithRole } from '#lib/templates/column-roles.ts';
import { PreviewNotes } from './preview-notes.tsx';
import { PreviewText } from './preview-text.tsx';
import { renderRow } from './render-row.ts';
import { RowControls } from './row-controls.tsx';
import { useLongestRow, usePreviewRow } from './use-preview-row.ts';

const MAX_NAME_CHARS = 60;

type PromptPreviewProps = {
  dataset: Dataset;
  columns: readonly string[];
  draft: RunDraft;
};

/** What will be sent for one row, letter by letter, and which columns leave the building. */
export function PromptPreview({ dataset, columns, draft }: PromptPreviewProps) {
  const { id: datasetId, rowCount } = dataset;
  const [rowIndex, setRowIndex] = useState(0);
  const row = usePreviewRow(datasetId, rowIndex);
  const settled = useDeferredValue(draft);
  const rendered = useMemo(() => renderRow(settled, columns, row.values), [settled, columns, row.values]);
  const longest = useLongestRow(datasetId, rendered.used, setRowIndex);
  const name = rowName(settled, columns, row.values);
  return (
    <Card title={`As sent for row ${formatCount(rowIndex + 1)}${name}`}>
      <RowControls
        rowIndex={rowIndex}
        rowCount={rowCount}
        onGo={setRowIndex}
        isSearching={longest.isPending}
        onLongest={longest.find}
      />
      <p role="status" className="mb-3 text-xs text-ink-muted empty:hidden">
        {longest.problem ?? (longest.found?.rowIndex === rowIndex && longestSentence(longest.found))}
      </p>
      <PreviewText rendered={rendered} isLost={row.isError} onRetry={() => row.refetch()} />
      <PreviewNotes {...{ dataset, rowIndex, rendered }} draft={settled} />
    </Card>
  );
}

/** What the ID column calls this row. */
function rowName(draft: RunDraft, columns: readonly string[], values: readonly string[] | null): string {
  const [idColumn] = columnsWithRole(draft, 'id');
  const name = idColumn === undefined ? '' : (values?.[columns.indexOf(idColumn)] ?? '').trim();
  if (name === '') return '';
  return ` · ${name.length > MAX_NAME_CHARS ? `${name.slice(0, MAX_NAME_CHARS)}…` : name}`;
}

function longestSentence({ isSample, measuredRows }: { isSample: boolean; measuredRows: number }): string {
  if (!isSample) return 'The longest row.';
  return `The longest of ${formatCount(measuredRows)} rows, taken evenly from the whole sheet.`;
}
