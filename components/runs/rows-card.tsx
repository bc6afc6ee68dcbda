import { Card } from '#components/ui/card.tsx';
import { SegmentedBar } from '#components/ui/segmented-bar.tsx';
import { formatCount } from '#lib/format.ts';
import { partyOf } from '#lib/runs/party.ts';
import { reusedRowsSentence, sameRowsSentence } from '#lib/runs/same-rows-words.ts';
import type { Run, RunProgress } from '#lib/runs/schema.ts';
import { isRunOver } from '#lib/runs/state.ts';
import { ReadyLine } from './ready-line.tsx';
import { accountOf, answeredPercent, answeredSentence, arrivingOf, runStatusWord, segmentsOf } from './run-words.ts';

/** How far the rows are, the proof that none is lost, and when it is likely to end. */
export function RowsCard({ progress }: { progress: RunProgress }) {
  const { counts, simulated } = progress.run;
  const bar = { ...progress, counts, simulated };
  const percent = answeredPercent(bar);
  const arriving = arrivingOf(bar);
  const { text, missing } = accountOf(bar);
  const needsLook = counts.failed > 0 || missing > 0;
  return (
    <Card title="Rows">
      <p className="mb-1 flex flex-wrap items-baseline justify-between gap-x-4">
        <span className={needsLook ? 'font-medium text-warn' : 'font-medium'}>
          {answeredSentence(counts, arriving)}
        </span>
        <span className="text-lg font-semibold tabular-nums">{percent} %</span>
      </p>
      <SegmentedBar label="Rows" segments={segmentsOf(bar)} hasLegend />
      {arriving > 0 && (
        <p className="mt-3 text-ink-muted">
          {formatCount(arriving)} of these {arriving === 1 ? 'is' : 'are'} still with the {partyOf(simulated)}: the
          answers of a batch are read, and shown under results, when the whole batch is done.
        </p>
      )}
      {progress.ready && <ReadyLine ready={progress.ready} simulated={simulated} />}
      {progress.run.reusedRows > 0 && <p className="mt-3">{reusedRowsSentence(progress.run.reusedRows)}</p>}
      {progress.run.sameRows > 0 && <p className="mt-3">{sameRowsSentence(progress.run.sameRows)}</p>}
      <p
        title="Every row of the run is in exactly one of these places. Missing is what is in none, and always 0."
        className={`mt-3 text-xs tabular-nums ${missing === 0 ? 'text-ink-muted' : 'font-medium text-warn'}`}
      >
        {text}
      </p>
      <p aria-live="polite" className="sr-only">
        {announcementOf(progress.run, percent)}
      </p>
    </Card>
  );
}

/** Read out at every tenth and at every change of state, not at every row. */
function announcementOf(run: Run, percent: number): string {
  const { word } = runStatusWord(run.status, run.counts);
  if (isRunOver(run.status)) return `${word}. ${answeredSentence(run.counts)}.`;
  return `${word}. ${Math.floor(percent / 10) * 10} percent of the rows are answered.`;
}
