import Link from 'next/link';
import { Amount } from '#components/ui/amount.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { LongText } from '#components/ui/long-text.tsx';
import { countOf, formatCount } from '#lib/format.ts';
import { spentWords } from '#lib/pricing/spent-words.ts';
import type { ResultDetail as Detail, ResultCounts, ResultSheet } from '#lib/results/schema.ts';
import { inPartyWords, partyOf } from '#lib/runs/party.ts';
import { DetailPart } from './detail-part.tsx';
import { itemStatusWord } from './item-words.ts';
import { canRetryIn } from './retriable.ts';
import { RetryRow } from './retry-row.tsx';

const RETRIABLE: readonly Detail['status'][] = ['failed', 'canceled'];

type ResultDetailProps = { sheet: ResultSheet; status: ResultCounts['status']; row: Detail; canRetry: boolean };

/** One row whole: what was answered, what it took, what was asked, and what the row holds. */
export function ResultDetail({ sheet, status, row, canRetry }: ResultDetailProps) {
  const isRetriable = canRetry && RETRIABLE.includes(row.status) && canRetryIn(status);
  return (
    <>
      <DetailPart title="Answer">
        <Answer sheet={sheet} row={row} />
        {isRetriable && <RetryRow key={row.rowIndex} runId={sheet.runId} rowIndex={row.rowIndex} />}
        <div className="mt-4">
          <Facts facts={factsOf(row, sheet.simulated)} />
        </div>
      </DetailPart>
      <DetailPart title={sentTitle(row)}>
        <Prompt prompt={row.prompt} />
      </DetailPart>
      <DetailPart title="Your row">
        <Cells names={sheet.columnNames} values={row.values} />
      </DetailPart>
    </>
  );
}

function Answer({ sheet, row }: { sheet: ResultSheet; row: Detail }) {
  return (
    <>
      {row.outputs.length > 0 && <Cells names={sheet.outputColumns} values={row.outputs} />}
      <Reason row={row} simulated={sheet.simulated} />
      {row.outputs.length === 0 && !row.error && (
        <p className="text-ink-muted">{notAnswered(row.status, sheet.simulated)}</p>
      )}
      {row.rawAnswer !== null && (
        <div className="mt-4">
          <h4 className="text-xs text-ink-muted">What the model wrote</h4>
          <div className="mt-1 rounded-md bg-sunken p-3 font-mono text-xs">
            <LongText text={row.rawAnswer} />
          </div>
        </div>
      )}
    </>
  );
}

/** The plain sentence first; what came back word for word for whom that is not enough. */
function Reason({ row: { status, reason, error }, simulated }: { row: Detail; simulated: boolean }) {
  const first = reason ?? error;
  if (first === null) return null;
  return (
    <>
      <p className={status === 'failed' ? 'text-bad' : 'text-warn'}>{inPartyWords(first, simulated)}</p>
      {error !== null && error !== first && (
        <div className="mt-1 text-xs">
          <Disclosure summary="What came back, word for word">
            <LongText text={error} />
          </Disclosure>
        </div>
      )}
    </>
  );
}

const NOT_ANSWERED: Record<Detail['status'], string> = {
  waiting: 'No answer yet. This row has not been sent.',
  in_flight: 'No answer yet. This row is at the provider; the answers of a batch are read when all of it is done.',
  succeeded: 'The answer is empty.',
  failed: 'No answer came.',
  canceled: 'This row was canceled before it was answered.',
  skipped: 'This row was skipped and not sent.',
};

function notAnswered(status: Detail['status'], simulated: boolean): string {
  return NOT_ANSWERED[status].replace('at the provider', `at the ${partyOf(simulated)}`);
}

function factsOf(row: Detail, simulated: boolean) {
  const cached =
    row.cachedInputTokens > 0 ? ` (${formatCount(row.cachedInputTokens)} of them at the cached price)` : '';
  return [
    { name: 'State', value: itemStatusWord(row.status).word },
    { name: 'Attempts', value: attemptWords(row) },
    ...(row.reusedFrom === null ? [] : [{ name: 'Answer from', value: <EarlierRow {...row.reusedFrom} /> }]),
    ...(row.sameAs === null ? [] : [{ name: 'Request', value: sameWords(row.sameAs, row.attempts) }]),
    ...(row.askedWith === 0
      ? []
      : [{ name: 'Request', value: `Asked together with ${countOf(row.askedWith, 'other row')}` }]),
    {
      name: row.askedWith === 0 ? 'Tokens' : 'Its even part of the tokens',
      value: `${formatCount(row.inputTokens)} read${cached}, ${formatCount(row.outputTokens)} written`,
    },
    {
      name: simulated ? spentWords(true).spent : 'Cost',
      value: row.attempts === 0 && row.reusedFrom === null ? 'Nothing yet' : <Amount usd={row.costUsd} />,
    },
  ];
}

function EarlierRow({ runId, rowIndex }: NonNullable<Detail['reusedFrom']>) {
  const row = rowIndex + 1;
  return (
    <Link href={`/runs/${runId}/results?row=${row}`} className="text-accent underline">
      row {formatCount(row)} of an earlier run
    </Link>
  );
}

function sentTitle({ attempts, sameAs, reusedFrom, askedWith }: Detail): string {
  if (reusedFrom !== null) return 'What was sent in the earlier run';
  if (attempts === 0) return 'What is sent for this row';
  if (askedWith > 0) return 'What was sent for all rows of the request, and for this one';
  return sameAs === null ? 'What was sent' : `What was sent for row ${formatCount(sameAs + 1)}`;
}

/** Where a row has its answer from that was never sent itself. */
function sameWords(sameAs: number, attempts: number): string {
  return `Same request as row ${formatCount(sameAs + 1)}, which ${attempts > 0 ? 'was' : 'is'} sent`;
}

function attemptWords(row: Detail): string {
  if (row.reusedFrom !== null) return 'Not sent: answered before';
  if (row.attempts === 0) return 'Not sent yet';
  if (row.status === 'succeeded')
    return row.attempts === 1 ? 'Answered at once' : `Answered at attempt ${row.attempts}`;
  return `Sent ${countOf(row.attempts, 'time')}`;
}

function Prompt({ prompt }: { prompt: Detail['prompt'] }) {
  if (!prompt) return <p className="text-ink-muted">With this row’s cells the instruction is too long to be sent.</p>;
  return (
    <div className="flex flex-col gap-3 font-mono text-xs">
      {prompt.system && (
        <div className="rounded-md bg-sunken p-3">
          <LongText text={prompt.system} />
        </div>
      )}
      <div className="rounded-md bg-sunken p-3">
        <LongText text={prompt.user} />
      </div>
    </div>
  );
}

function Cells({ names, values }: { names: readonly string[]; values: readonly string[] }) {
  return (
    <dl className="flex flex-col gap-3">
      {names.map((name, place) => (
        <div key={name}>
          <dt className="text-xs break-words text-ink-muted">{name}</dt>
          <dd>
            {values[place] ? <LongText text={values[place]} /> : <span className="text-ink-muted italic">empty</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
