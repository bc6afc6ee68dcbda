import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';
import { CAUSE_WORDS, FAILURE_CAUSES } from '#lib/providers/failure-causes.ts';
import { runSentence } from '#lib/runs/run-sentence.ts';
import type { RunProgress } from '#lib/runs/schema.ts';
import { countFailures, countRetrying } from './item-queries.ts';
import { listRunEvents } from './run-events.ts';
import { countAnsweredAtProvider } from './run-samples.ts';
import { getRunView } from './run-view.ts';

const SHOWN_EVENTS = 100;
const SHOWN_SAMPLES = 200;

/** Everything the run page shows, as one small snapshot that is polled. Throws `not_found`. */
export async function getRunProgress(db: Db, workspaceId: string, runId: string): Promise<RunProgress> {
  const run = await getRunView(db, workspaceId, runId);
  const [events, failures, retrying, samples, answeredAtProvider] = await Promise.all([
    listRunEvents(db, workspaceId, runId, SHOWN_EVENTS + 1),
    run.counts.failed > 0 ? countFailures(db, runId) : [],
    run.counts.waiting > 0 ? countRetrying(db, runId) : 0,
    db.runSample.findMany({ where: { runId }, orderBy: { at: 'asc' } }),
    countAnsweredAtProvider(db, runId),
  ]);
  return {
    run,
    sentence: runSentence(run, { answeredAtProvider, retrying }),
    answeredAtProvider,
    retrying,
    failures: failures.map((failure) => ({ ...failure, ...wordsOf(failure.cause) })),
    hasOlderEvents: events.length > SHOWN_EVENTS,
    events: events.slice(-SHOWN_EVENTS).map((event) => ({
      id: String(event.id),
      at: event.at.toISOString(),
      kind: event.kind,
      message: event.message,
    })),
    samples: thin(samples).map(({ at, succeeded, failed }) => ({ at: at.toISOString(), succeeded, failed })),
  };
}

function wordsOf(cause: string) {
  const known = FAILURE_CAUSES.find((candidate) => candidate === cause);
  return known ? CAUSE_WORDS[known] : { title: cause, remedy: 'Retry them; nothing has to change.' };
}

/** A chart has no more points than pixels: every n-th sample, and always the last. */
function thin<T>(samples: readonly T[]): T[] {
  const step = Math.ceil(samples.length / SHOWN_SAMPLES);
  return samples.filter((_, index) => index % step === 0 || index === samples.length - 1);
}
