import { Alert } from '#components/ui/alert.tsx';
import { Amount } from '#components/ui/amount.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
import { NUMERIC_CELL, Table, WIDE_CELL } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { formatCount } from '#lib/format.ts';
import { compareAnswers } from '#lib/runs/compare-answers.ts';
import type { TriedRow, Try } from '#lib/runs/try-schema.ts';

type TryTableProps = { one: Try; before: Try | null; isNewest: boolean };

/** The answers of one try, row by row as they come; older ones fold away and stay to be compared with. */
export function TryTable({ one, before, isNewest }: TryTableProps) {
  const rows = <Rows one={one} before={before} />;
  return (
    <Card
      title={isNewest ? 'The answers' : 'An earlier try'}
      {...(!one.isCurrent && { action: <Badge tone="warn">Asked before the last change</Badge> })}
    >
      <p className="mb-3 text-ink-muted tabular-nums">
        {summaryOf(one)}
        {comparedWith(one, before)} · <Amount usd={one.spentUsd} /> · <Time iso={one.at} />
      </p>
      {one.isOver && one.answered === 0 && <NoneAnswered one={one} />}
      {isNewest ? (
        rows
      ) : (
        <Disclosure summary="Show its instruction and answers">
          <p className="mb-3 max-w-prose whitespace-pre-wrap break-words">{one.instruction}</p>
          {rows}
        </Disclosure>
      )}
    </Card>
  );
}

/** The connection may take batches all the same: whoever knows that goes on. */
function NoneAnswered({ one }: { one: Try }) {
  const error = one.rows.find((row) => row.error !== null)?.error;
  return (
    <div className="mb-3">
      <Alert tone="warn" title="None of these rows was answered.">
        {error} You can go on to the launch all the same.
      </Alert>
    </div>
  );
}

function summaryOf({ rows, answered, failed, right, judged, isOver, model, rowsPerRequest }: Try): string {
  const parts = [`${answered} of ${rows.length} rows answered by ${model}`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (rowsPerRequest > 1) parts.push(`${rowsPerRequest} in one request`);
  if (judged > 0) parts.push(`${right} of ${judged} right (${Math.round((100 * right) / judged)} %)`);
  if (!isOver && rows.length === 0) return 'Asking';
  return parts.join(', ');
}

/** How many answers are the same where one try asked rows alone and the other together. */
function comparedWith(one: Try, before: Try | null): string {
  if (!before || !one.isOver || one.rowsPerRequest === before.rowsPerRequest) return '';
  const answersOf = ({ rows }: Try) =>
    new Map(rows.map((row) => [row.rowIndex, row.answer === null ? null : [row.answer]]));
  const { compared, agreeing } = compareAnswers(answersOf(before), answersOf(one));
  if (compared === 0) return '';
  const way = one.rowsPerRequest > 1 ? 'together as alone' : 'alone as together';
  return ` · ${agreeing} of ${compared} answered the same ${way}`;
}

function Rows({ one, before }: { one: Try; before: Try | null }) {
  const earlier = new Map(before?.rows.map((row) => [row.rowIndex, row.answer]));
  const hasGold = one.rows.some((row) => row.gold !== null);
  return (
    <Table
      label={`Tried rows, ${one.at}`}
      columns={[
        { key: 'row', label: 'Row' },
        ...one.columns.map((column) => ({ key: `cell ${column}`, label: column, isWide: true })),
        { key: 'answer', label: 'Answer' },
        ...(hasGold ? [{ key: 'gold', label: 'Right answer' }] : []),
        { key: 'tokens', label: 'Tokens', isNumeric: true, isWide: true },
        { key: 'cost', label: 'Cost', isNumeric: true },
      ]}
    >
      {one.rows.map((row) => (
        <tr key={row.rowIndex}>
          <th scope="row" className="tabular-nums">
            {formatCount(row.rowIndex + 1)}
          </th>
          {one.columns.map((column, index) => (
            <td key={column} className={`min-w-40 max-w-96 wrap-anywhere ${WIDE_CELL}`}>
              <span className="line-clamp-3">{row.cells[index] ?? ''}</span>
            </td>
          ))}
          <td className="min-w-40 max-w-md wrap-anywhere">
            <AnswerCell row={row} before={earlier.get(row.rowIndex) ?? null} />
          </td>
          {hasGold && <GoldCell row={row} />}
          <td className={`${NUMERIC_CELL} ${WIDE_CELL}`}>{row.tokens > 0 ? formatCount(row.tokens) : '–'}</td>
          <td className={NUMERIC_CELL}>{row.costUsd === null ? '–' : <Amount usd={row.costUsd} />}</td>
        </tr>
      ))}
    </Table>
  );
}

function AnswerCell({ row, before }: { row: TriedRow; before: string | null }) {
  if (row.status === 'failed' || row.status === 'canceled')
    return <span className="text-bad">{row.error ?? 'No answer.'}</span>;
  if (row.answer === null) return <span className="text-ink-muted">Being asked</span>;
  return (
    <>
      <span className="whitespace-pre-wrap">{row.answer}</span>
      {before !== null && before !== row.answer && (
        <span className="mt-1 block text-xs text-ink-muted">before: {before}</span>
      )}
    </>
  );
}

function GoldCell({ row }: { row: TriedRow }) {
  const tone = row.isRight === null ? '' : row.isRight ? 'text-good' : 'text-warn';
  const word = row.isRight === null ? '' : row.isRight ? ' (the same)' : ' (another)';
  return (
    <td className={`min-w-32 wrap-anywhere ${tone}`}>
      {row.gold}
      {word}
    </td>
  );
}
