import { Price } from '#lib/pricing/schema.ts';
import 'server-only';
import { usdString } from '#lib/money.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { nowMs } from '#lib/platform/db/clock.ts';
import { isWorkerSeen } from '#lib/platform/health.ts';
import { requestCostsOf } from '#lib/runs/cost-ceiling.ts';
import { estimateReady, type Ready } from '#lib/runs/ready-estimate.ts';
import { runSentence } from '#lib/runs/run-sentence.ts';
import type { BatchStory, Run, RunProgress } from '#lib/runs/schema.ts';
import { isBatchOver, isRunOver } from '#lib/runs/state.ts';
import { listBatchStories, listPastDurations } from './batch-stories.ts';
import { sumCapUse } from './cap-account.ts';
import { listFailureGroups } from './failure-groups.ts';
import { countRetrying } from './item-queries.ts';
import { listLatestEvents } from './run-events.ts';
import { getRunView } from './run-view.ts';

const SHOWN_EVENTS = 50;
const SHOWN_SAMPLES = 200;

/** Everything the run page shows, as one small snapshot that is polled. Throws `not_found`. */
export async function getRunProgress(db: Db, workspaceId: string, runId: string): Promise<RunProgress> {
  const [run, launched] = await Promise.all([
    getRunView(db, workspaceId, runId),
    db.run.findFirst({
      where: { id: runId, workspaceId },
      select: {
        price: true,
        connectionId: true,
        parameters: true,
        budgetPicoUsd: true,
        lane: true,
        deadlineAt: true,
        deadlineNote: true,
      },
    }),
  ]);
  const isOver = isRunOver(run.status);
  const [log, failures, retrying, samples, stories, pastMs, isSeen] = await Promise.all([
    listLatestEvents(db, workspaceId, runId, { limit: SHOWN_EVENTS }),
    listFailureGroups(db, run),
    run.counts.waiting > 0 ? countRetrying(db, runId) : 0,
    db.runSample.findMany({ where: { runId }, orderBy: { at: 'asc' } }),
    listBatchStories(db, runId),
    isOver || !launched ? [] : listPastDurations(db, workspaceId, launched.connectionId),
    isOver || isWorkerSeen(db),
  ]);
  const cap = launched && (await capOf(db, runId, launched));
  const answeredAtProvider = stories.reduce((sum, story) => sum + story.answeredAtProvider, 0);
  const shown = samples.map(({ at, succeeded, failed }) => ({ at: at.toISOString(), succeeded, failed }));
  return {
    run,
    sentence: runSentence(run, { answeredAtProvider, retrying }),
    answeredAtProvider,
    retrying,
    failures,
    events: log.events,
    hasOlderEvents: log.hasOlder,
    samples: thin(shown),
    stories,
    ready: readyOf(run, { stories, samples: shown, answeredAtProvider, pastMs }),
    isWorkerSeen: isSeen,
    price: launched?.price ? Price.parse(launched.price) : null,
    lane: launched?.lane ?? 'batch',
    deadlineAt: launched?.deadlineAt?.toISOString() ?? null,
    deadlineNote: launched?.deadlineNote ?? null,
    cap,
  };
}

type Capped = { budgetPicoUsd: bigint | null; price: unknown; parameters: unknown };

async function capOf(db: Db, runId: string, run: Capped): Promise<RunProgress['cap']> {
  const costs = requestCostsOf(run);
  if (run.budgetPicoUsd === null || !costs) return null;
  const { spentPicoUsd, onTheWayPicoUsd } = await sumCapUse(db, runId, costs, null);
  const left = run.budgetPicoUsd - spentPicoUsd - onTheWayPicoUsd;
  return {
    capUsd: usdString(run.budgetPicoUsd),
    spentUsd: usdString(spentPicoUsd),
    onTheWayUsd: usdString(onTheWayPicoUsd),
    leftUsd: usdString(left > 0n ? left : 0n),
  };
}

type Seen = Pick<RunProgress, 'samples' | 'answeredAtProvider'> & { stories: BatchStory[]; pastMs: number[] };

function readyOf(run: Run, { stories, samples, answeredAtProvider, pastMs }: Seen): Ready | null {
  const { waiting, inFlight } = run.counts;
  const openBatches = run.batches.filter((batch) => !isBatchOver(batch.status));
  const times = new Map(stories.map((story) => [story.batchId, story]));
  return estimateReady(
    {
      status: run.status,
      rowsLeft: waiting + Math.max(0, inFlight - answeredAtProvider),
      rowsUnsent: waiting,
      startedAt: run.startedAt,
      samples,
      openBatches: openBatches.map(({ id, status, submittedAt }) => ({
        status,
        submittedAt,
        expiresAt: times.get(id)?.expiresAt ?? null,
      })),
      pastMs,
    },
    nowMs(),
  );
}

/** A chart has no more points than pixels: every n-th sample, and always the last. */
function thin<T>(samples: readonly T[]): T[] {
  const step = Math.ceil(samples.length / SHOWN_SAMPLES);
  return samples.filter((_, index) => index % step === 0 || index === samples.length - 1);
}
