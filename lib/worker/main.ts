import 'server-only';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { log } from '#lib/platform/log.ts';
import { exitWithParent } from '#lib/platform/parent-watch.ts';
import { enqueueLater, openQueue, sendThrough } from '#lib/platform/queue/queue.ts';
import { releaseEverything, unparkTask } from '#lib/platform/queue/task-hold.ts';
import { startHandlers } from './handlers.ts';
import { startHeartbeat } from './heartbeat.ts';
import { watchLoop } from './loop-watch.ts';
import { prepareWorkspace } from './prepare-workspace.ts';

/** What is in hand has this long to finish at shutdown; then it is handed back to the queue for another worker. */
const GRACE_MS = 4_000;

const shutdown = new AbortController();
const stops: (() => Promise<unknown>)[] = [closePool];

// First of all: a worker that is stuck while it starts must still notice that nobody waits for it any more.
exitWithParent(async () => {
  log().info('The worker is stopping.');
  shutdown.abort();
  for (const stop of stops.toReversed()) await stop().catch(tellFailedStop);
});

/** The database may be gone before its workers; what could not be handed back is taken over as from a dead worker. */
function tellFailedStop(error: unknown): void {
  log().warn({ err: error }, 'A part of the worker could not be stopped in order.');
}

watchLoop();
failPoint('worker.before-queue');
const boss = await openQueue({ supervise: true });
stops.push(releaseEverything);
stops.push(() => boss.stop({ graceful: true, timeout: GRACE_MS }));
sendThrough(boss);
failPoint('worker.before-prepare');
await prepareWorkspace();
failPoint('worker.before-heartbeat');
const heartbeat = await startHeartbeat();
stops.push(() => heartbeat.stop());
failPoint('worker.before-handlers');
await startHandlers(boss, shutdown.signal);
failPoint('worker.before-sweep');
await unparkTask(db(), 'sweep', 'sweep');
await enqueueLater('sweep', {}, 'sweep', 0);
failPoint('worker.ready');
log().info('The worker is ready.');
