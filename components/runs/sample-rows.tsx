import Link from 'next/link';
import { Card } from '#components/ui/card.tsx';
import { CellText } from '#components/ui/cell-text.tsx';
import { formatCount } from '#lib/format.ts';
import type { Piece } from '#lib/templates/render-pieces.ts';
import { RenderedText } from './rendered-text.tsx';

type SampleRowsProps = {
  rows: readonly {
    rowIndex: number;
    sent: { system: Piece[] | null; user: Piece[] } | null;
    answered: { runId: string; outputs: string[] } | null;
  }[];
  rowsPerRequest: number;
};

/** What is sent for some rows, and what came back where the very same was asked before: what a lead goes by. */
export function SampleRows({ rows, rowsPerRequest }: SampleRowsProps) {
  if (rows.length === 0) return null;
  const isTried = rows.some(({ answered }) => answered !== null);
  return (
    <Card title={isTried ? 'Tried before: the same question, answered' : 'First rows, as they are sent'}>
      {!isTried && <p className="mb-3 text-ink-muted">No row of this sheet was answered with this question yet.</p>}
      {rowsPerRequest > 1 && (
        <p className="mb-3 text-ink-muted">
          Up to {formatCount(rowsPerRequest)} rows share a request; here each stands by itself.
        </p>
      )}
      <ul className="flex flex-col gap-4">
        {rows.map(({ rowIndex, sent, answered }) => (
          <li key={rowIndex}>
            <h3 className="text-xs text-ink-muted">Row {formatCount(rowIndex + 1)}</h3>
            <div className="mt-1 rounded-md bg-sunken p-3 font-mono text-xs break-words whitespace-pre-wrap">
              {sent === null && 'Too large to be sent: this row fails alone and costs nothing.'}
              {sent?.system && <RenderedText pieces={sent.system} isQuiet />}
              {sent && <RenderedText pieces={sent.user} />}
            </div>
            {answered && (
              <div className="mt-2">
                <Link
                  href={`/runs/${answered.runId}/results?row=${rowIndex + 1}`}
                  className="text-xs text-accent underline-offset-2 hover:underline"
                >
                  Answered
                </Link>
                <CellText text={answered.outputs.join(' · ')} />
              </div>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
