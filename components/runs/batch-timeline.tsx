'use client';

import { useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
import { Time } from '#components/ui/time.tsx';
import { countOf, formatCount } from '#lib/format.ts';
import { nextTryWords } from '#lib/runs/capacity-words.ts';
import { partyOf } from '#lib/runs/party.ts';
import type { BatchStory, RunProgress } from '#lib/runs/schema.ts';
import { isBatchOver } from '#lib/runs/state.ts';
import { BatchSteps } from './batch-step-list.tsx';
import { arrivingWords, batchStatusWord } from './run-words.ts';

type Batch = RunProgress['run']['batches'][number];

/** More than these are there on demand: a page of a thousand timelines tells nobody anything. */
const SHOWN = 8;

/** Every submission: its rows, where it is, and how long each step took. */
export function BatchTimeline({ progress }: { progress: RunProgress }) {
  const { batches, simulated } = progress.run;
  const [isWhole, setWhole] = useState(false);
  const stories = new Map(progress.stories.map((story) => [story.batchId, story]));
  // What moves comes first, then the newest.
  const sorted = batches.toSorted(
    (a, b) => Number(isBatchOver(a.status)) - Number(isBatchOver(b.status)) || b.number - a.number,
  );
  // Where rows share a request, a batch has fewer requests than rows.
  const noun = progress.run.sameRows > 0 ? 'request' : 'row';
  const shown = isWhole ? sorted : sorted.slice(0, SHOWN);
  return (
    <Card title="Batches">
      {batches.length === 0 && (
        <p className="text-ink-muted">
          Rows are sent together, up to 50,000 at a time. Each such batch is listed here with its steps.
        </p>
      )}
      {batches.length > 0 && (
        <ul aria-label="Batches of this run" className="flex flex-col divide-y divide-line">
          {shown.map((batch) => (
            <BatchItem key={batch.id} story={stories.get(batch.id)} {...{ batch, simulated, noun }} />
          ))}
        </ul>
      )}
      {shown.length < batches.length && (
        <div className="mt-3">
          <Button onPress={() => setWhole(true)}>Show all {countOf(batches.length, 'batch', 'batches')}</Button>
        </div>
      )}
    </Card>
  );
}

type BatchItemProps = { batch: Batch; story: BatchStory | undefined; simulated: boolean; noun: 'request' | 'row' };

function BatchItem({ batch, story, simulated, noun }: BatchItemProps) {
  const { tone, word } = batchStatusWord(batch.status, simulated);
  // Green is for batches in which every row was answered.
  const shownTone = tone === 'good' && batch.failed > 0 ? 'neutral' : tone;
  return (
    <li className="py-4 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-medium">
          Batch {batch.number}
          {batch.attempt > 1 && <span className="font-normal text-ink-muted"> · attempt {batch.attempt}</span>}
        </h3>
        <Badge tone={shownTone}>{word}</Badge>
        <span className="text-ink-muted tabular-nums">{countsOf(batch, story, { simulated, noun })}</span>
        <span className="text-xs text-ink-muted sm:ml-auto">
          {batch.finishedAt ? <Time iso={batch.finishedAt} /> : story && <Time iso={story.plannedAt} />}
        </span>
      </div>
      {batch.reason && <p className="mt-1 break-words text-ink-muted">{batch.reason}</p>}
      <NextTry {...{ batch, story, simulated }} />
      {story && <BatchSteps {...{ batch, story, simulated }} />}
      {batch.providerBatchId && !simulated && (
        <div className="mt-1 text-xs">
          <Disclosure summary="For the provider’s support">
            Number at the provider: <code className="font-mono break-all">{batch.providerBatchId}</code>
            {batch.providerStatus && <>, which says “{batch.providerStatus}”</>}
          </Disclosure>
        </div>
      )}
    </li>
  );
}

type CountWords = { simulated: boolean; noun: string };

/** `500 rows · 480 answered · 20 without an answer`, or `500 rows in 50 requests · …` where they share them. */
function countsOf(batch: Batch, story: BatchStory | undefined, { simulated, noun }: CountWords): string {
  const isShared = batch.requestCount < batch.rowCount;
  const shared = `${countOf(batch.rowCount, 'row')} in ${countOf(batch.requestCount, 'request')}`;
  const parts = [isShared ? shared : countOf(batch.rowCount, noun)];
  const arriving = story?.answeredAtProvider ?? 0;
  if (batch.succeeded > 0) parts.push(`${formatCount(batch.succeeded)} answered`);
  if (arriving > 0) parts.push(`${formatCount(Math.min(arriving, batch.rowCount))} ${arrivingWords(simulated)}`);
  if (batch.failed > 0) parts.push(`${formatCount(batch.failed)} without an answer`);
  if (batch.lane === 'standard') parts.push('at real-time price');
  if (batch.lane === 'flex') parts.push('by flex, at batch price');
  return parts.join(' · ');
}

function NextTry({ batch, story, simulated }: Omit<BatchItemProps, 'noun'>) {
  const party = partyOf(simulated);
  if (batch.status === 'waiting_for_capacity')
    return (
      <p className="mt-1 text-warn" suppressHydrationWarning>
        {batch.nextTryAt === null
          ? `The ${party} takes only so much at a time. It is sent as soon as other batches are done.`
          : `The ${party} takes only so much at a time; ${nextTryWords(batch.nextTryAt, Date.now())}.`}
      </p>
    );
  if (!story?.retryAt) return null;
  return (
    <p className="mt-1 text-ink-muted">
      Its rows that failed for a moment are sent again <Time iso={story.retryAt} />.
    </p>
  );
}
