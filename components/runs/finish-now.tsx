import { useQuery } from '@tanstack/react-query';
import { Alert } from '#components/ui/alert.tsx';
import { Amount } from '#components/ui/amount.tsx';
import { Button } from '#components/ui/button.tsx';
import { DialogButton } from '#components/ui/dialog-button.tsx';
import { countOf, formatUsd } from '#lib/format.ts';
import { finishNowAction, offerFinishNowAction } from '#lib/runs/actions.ts';
import { MAX_NOW_ROWS } from '#lib/runs/limits.ts';
import type { NowOffer } from '#lib/runs/now-words.ts';
import { partyOf } from '#lib/runs/party.ts';
import type { RunProgress } from '#lib/runs/schema.ts';
import { useRunAction } from './use-run-action.ts';

/** Has the rest of a run answered now instead of waiting for the batch; what that may cost is said before it is done. */
export function FinishNow({ progress }: { progress: RunProgress }) {
  const { run, lane } = progress;
  const left = run.counts.waiting + run.counts.inFlight;
  const isPlanned = run.batches.length > 0;
  if (run.status !== 'running' || lane === 'standard' || !isPlanned || left === 0 || left > MAX_NOW_ROWS) return null;
  const title = `Finish the last ${countOf(left, 'row')} now`;
  return (
    <DialogButton title={title} text={title}>
      {(close) => <Offer progress={progress} close={close} />}
    </DialogButton>
  );
}

function Offer({ progress, close }: { progress: RunProgress; close: () => void }) {
  const { run } = progress;
  const { data, isError } = useQuery({
    queryKey: ['runs', run.id, 'finish-now'],
    queryFn: () => offerFinishNowAction({ runId: run.id }),
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
  const finish = useRunAction(run.id, finishNowAction);
  const offer = data?.ok ? data.data : null;
  const refusal = data?.ok === false ? data.error.message : null;
  function start() {
    const agreed = offer?.mostUsd ?? undefined;
    finish.start(
      { runId: run.id, ...(agreed !== undefined && { mostUsd: agreed }) },
      { onSuccess: (result) => result.ok && close() },
    );
  }
  return (
    <>
      <div className="mt-2 flex flex-col gap-3 text-ink-muted">
        {!offer && !refusal && !isError && <p role="status">Working out what it may cost.</p>}
        {isError && <Alert>The server cannot be reached. Close this and try again.</Alert>}
        {refusal && <Alert>{refusal}</Alert>}
        {offer && <Consequence offer={offer} progress={progress} />}
        {finish.problem && <Alert>{finish.problem}</Alert>}
      </div>
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button onPress={close}>Wait for the batch</Button>
        {offer && (
          <Button kind="primary" isPending={finish.isPending} onPress={start}>
            {`Finish them now · ${mostWords(offer)}`}
          </Button>
        )}
      </div>
    </>
  );
}

function mostWords({ mostUsd }: NowOffer): string {
  return mostUsd === null ? 'price unknown' : `at most ${formatUsd(mostUsd)}`;
}

function Consequence({ offer, progress }: { offer: NowOffer; progress: RunProgress }) {
  const { simulated } = progress.run;
  const party = partyOf(simulated);
  return (
    <>
      <p>
        {offer.atProvider > 0
          ? `The ${party} is asked to stop what it has. Rows it has finished by then are kept, at batch price. `
          : ''}
        The others, {countOf(offer.requests, 'request')} at most, are asked for one by one, at real-time price.
      </p>
      <p className="tabular-nums text-ink">
        About <Amount usd={offer.aboutUsd} />, at most <Amount usd={offer.mostUsd} />
        {simulated && ' if it were paid for; the sandbox is free'}. The most counts every answer as long as it may get.
      </p>
      <p>Real time costs twice as much as the batch, and saves nothing.</p>
      {progress.cap && (
        <p>
          The cap stays: <Amount usd={progress.cap.leftUsd} /> of it is left now. What does not fit under it is not
          asked for.
        </p>
      )}
    </>
  );
}
