import 'server-only';
import { closePool } from '#lib/platform/db/pool.ts';
import { log } from '#lib/platform/log.ts';
import { exitWithParent } from '#lib/platform/parent-watch.ts';
import { enqueueLater, openQueue, sendThrough } from '#lib/platform/queue/queue.ts';
import { startHandlers } from './handlers.ts';
import { startHeartbeat } from './heartbeat.ts';
import { prepareWorkspace } from './prepare-workspace.ts';

/** What is in hand has this long to finish at shutdown; then it is handed back to the queue for another worker. */
const GRACE_MS = 4_000;

const shutdown = new AbortController();
const boss = await openQueue({ supervise: true });
sendThrough(boss);
await prepareWorkspace();
const heartbeat = await startHeartbeat();
await startHandlers(boss, shutdown.signal);
await enqueueLater('sweep', {}, 'sweep', 0);
log().info('The worker is ready.');

exitWithParent(async () => {
  log().info('The worker is stopping.');
  shutdown.abort();
  await heartbeat.stop();
  await boss.stop({ graceful: true, timeout: GRACE_MS });
  await closePool();
});
