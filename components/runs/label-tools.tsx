import { Button } from '#components/ui/button.tsx';
import { ConfirmButton } from '#components/ui/confirm-button.tsx';
import { countOf } from '#lib/format.ts';
import type { LabelRow, NewLabel } from './label-rows.ts';
import { TakeLabels } from './take-labels.tsx';

type LabelToolsProps = {
  datasetId: string;
  columns: readonly string[];
  goldColumn: string;
  rows: readonly LabelRow[];
  isText: boolean;
  setText: (isText: boolean) => void;
  onAdd: (labels: readonly NewLabel[]) => void;
  onChange: (rows: readonly LabelRow[], sentence: string) => void;
};

/** What can be done with the whole list. */
export function LabelTools({
  datasetId,
  columns,
  goldColumn,
  rows,
  isText,
  setText,
  onAdd,
  onChange,
}: LabelToolsProps) {
  const sorted = rows.toSorted((a, b) => a.label.localeCompare(b.label, 'en', { numeric: true }));
  const isSorted = sorted.every((row, index) => row.id === rows[index]?.id);
  return (
    <div className="flex flex-wrap gap-1">
      <TakeLabels datasetId={datasetId} columns={columns} goldColumn={goldColumn} onTake={onAdd} />
      {!isSorted && (
        <Button kind="quiet" onPress={() => onChange(sorted, 'Sorted from A to Z.')}>
          Sort A to Z
        </Button>
      )}
      <Button kind="quiet" onPress={() => setText(!isText)}>
        {isText ? 'Edit as a list' : 'Edit as text'}
      </Button>
      {rows.length > 1 && (
        <ConfirmButton
          kind="quiet"
          title="Remove all labels?"
          consequence={`${countOf(rows.length, 'label')} and what they mean are taken out of the list.`}
          confirm="Remove all"
          onConfirm={() => onChange([], 'All labels removed.')}
        >
          Remove all
        </ConfirmButton>
      )}
    </div>
  );
}
