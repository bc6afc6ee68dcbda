import { useQuery } from '@tanstack/react-query';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { LongText } from '#components/ui/long-text.tsx';
import { ModalBox } from '#components/ui/modal-box.tsx';
import { formatCount } from '#lib/format.ts';
import type { ResultDetail } from '#lib/results/schema.ts';
import { fetchDetail } from './fetch-results.ts';
import { itemStatusWord } from './item-words.ts';
import type { ResultColumn } from './result-columns.ts';

export type OpenCell = { rowIndex: number; column: ResultColumn };

type WholeCellProps = { runId: string; cell: OpenCell | null; onClose: () => void };

/** One cell with all its text, over the page. */
export default function WholeCell({ runId, cell, onClose }: WholeCellProps) {
  const rowNumber = (cell?.rowIndex ?? 0) + 1;
  const { data, error } = useQuery({
    queryKey: ['runs', runId, 'row', rowNumber, 'cell'],
    queryFn: ({ signal }) => fetchDetail(runId, rowNumber, signal),
    enabled: cell !== null,
    networkMode: 'always',
    refetchOnReconnect: true,
  });
  return (
    <ModalBox
      title={cell ? `${cell.column.label}, row ${formatCount(rowNumber)}` : ''}
      isWide
      open={{ isOpen: cell !== null, onOpenChange: (isOpen) => !isOpen && onClose() }}
    >
      {(close) => (
        <>
          <div className="mt-3 max-h-[60dvh] min-h-16 overflow-y-auto">
            {error && <Alert>{error.message}</Alert>}
            {!error && !data && <p className="text-ink-muted">Fetching the cell.</p>}
            {cell && data && <LongText key={cell.column.key} text={textOf(data, cell.column)} />}
          </div>
          <div className="mt-4 flex justify-end">
            <Button onPress={close}>Close</Button>
          </div>
        </>
      )}
    </ModalBox>
  );
}

function textOf(row: ResultDetail, { kind, place }: ResultColumn): string {
  if (kind === 'own') return row.values[place] || 'This cell is empty.';
  if (kind === 'answer') return row.outputs[place] || 'There is no answer in this cell.';
  if (kind === 'state')
    return [...new Set([`${itemStatusWord(row.status).word}.`, row.reason, row.error])].filter(Boolean).join(' ');
  if (kind === 'tokens') return `${formatCount(row.inputTokens)} read, ${formatCount(row.outputTokens)} written`;
  if (kind === 'cost') return row.costUsd === null ? 'Not known.' : `$${row.costUsd}`;
  return formatCount(row.rowIndex + 1);
}
