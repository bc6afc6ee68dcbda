import { Amount } from '#components/ui/amount.tsx';
import { Card } from '#components/ui/card.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { countOf, formatCount } from '#lib/format.ts';
import type { ResultDetail as Detail, ResultSheet } from '#lib/results/schema.ts';
import { itemStatusWord } from './item-words.ts';
import { RetryRow } from './retry-row.tsx';

const RETRIABLE: readonly Detail['status'][] = ['failed', 'canceled'];
const NOT_RETRIABLE: readonly ResultSheet['status'][] = ['draft', 'canceling', 'failed'];

/** One row whole: what it holds, what was answered, what it took. */
export function ResultDetail({ sheet, row, canRetry }: { sheet: ResultSheet; row: Detail; canRetry: boolean }) {
  const isRetriable = canRetry && RETRIABLE.includes(row.status) && !NOT_RETRIABLE.includes(sheet.status);
  return (
    <>
      <Card title="Answer">
        {row.outputs.length > 0 && <Cells names={sheet.outputColumns} values={row.outputs} />}
        {row.error && <p className="text-bad">{row.error}</p>}
        {row.outputs.length === 0 && !row.error && <p className="text-ink-muted">No answer yet.</p>}
        {row.rawAnswer !== null && (
          <div className="mt-4">
            <h3 className="text-xs text-ink-muted">What the model wrote</h3>
            <p className="mt-1 rounded-md bg-sunken p-3 font-mono text-xs break-words whitespace-pre-wrap">
              {row.rawAnswer}
            </p>
          </div>
        )}
        {isRetriable && <RetryRow runId={sheet.runId} rowIndex={row.rowIndex} />}
        <div className="mt-4 border-t border-line pt-4">
          <Facts
            facts={[
              { name: 'State', value: itemStatusWord(row.status).word },
              { name: 'Sent', value: countOf(row.attempts, 'time') },
              {
                name: 'Tokens',
                value: `${formatCount(row.inputTokens)} read, ${formatCount(row.outputTokens)} written`,
              },
              { name: 'Cost', value: <Amount usd={row.costUsd} /> },
            ]}
          />
        </div>
      </Card>
      <Card title="Your row">
        <Cells names={sheet.columnNames} values={row.values} />
      </Card>
    </>
  );
}

function Cells({ names, values }: { names: readonly string[]; values: readonly string[] }) {
  return (
    <dl className="flex flex-col gap-3">
      {names.map((name, place) => (
        <div key={name}>
          <dt className="text-xs break-words text-ink-muted">{name}</dt>
          <dd className="break-words whitespace-pre-wrap">
            {values[place] || <span className="text-ink-muted italic">empty</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
