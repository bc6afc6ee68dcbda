import type { Browser, CDPSession } from '@playwright/test';
import { z } from 'zod';

/** The mobile profile's processor is so many times slower than this one. */
const SLOWER = 4;
/** A task that is longer than this keeps a finger waiting. */
const LONG_MS = 50;
const SETTLE_MS = 3_000;
const CATEGORIES = ['disabled-by-default-devtools.timeline', 'loading', 'blink.user_timing', '__metadata'];
const PHONE = { viewport: { width: 412, height: 823 }, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true };

const WANTED = ['navigationStart', 'firstContentfulPaint', 'RunTask', 'thread_name'];
const TraceEvent = z.object({
  name: z.string(),
  /** Of one thread of one process of the browser. */
  pid: z.number(),
  tid: z.number(),
  /** When it began and, of its thread, how much processor time it took, in microseconds. */
  ts: z.number(),
  tdur: z.number().default(0),
  args: z.object({
    name: z.string().optional(),
    data: z.object({ documentLoaderURL: z.string().optional() }).optional(),
  }),
});
type TraceEvent = z.infer<typeof TraceEvent>;

/**
 * How long a page keeps a phone's fingers waiting, in milliseconds: like Lighthouse's blocking time, but counted in processor
 * time, so that it is the same on a machine that does other things meanwhile.
 */
export async function blockedMs(browser: Browser, address: string, cookie: string): Promise<number> {
  const context = await browser.newContext({ ...PHONE, extraHTTPHeaders: { cookie } });
  const tracing = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  tracing.on('Tracing.dataCollected', ({ value }) => {
    for (const told of value) if (WANTED.includes(told.name ?? '')) events.push(TraceEvent.parse(told));
  });
  try {
    const page = await context.newPage();
    await tracing.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: { includedCategories: CATEGORIES },
    });
    await page.goto(address, { waitUntil: 'load' });
    await page.waitForTimeout(SETTLE_MS);
    await endTracing(tracing);
    return sumOfLongTasks(events, address);
  } finally {
    await tracing.detach();
    await context.close();
  }
}

async function endTracing(tracing: CDPSession): Promise<void> {
  const isOver = new Promise<void>((resolve) => tracing.once('Tracing.tracingComplete', () => resolve()));
  await tracing.send('Tracing.end');
  await isOver;
}

function sumOfLongTasks(events: readonly TraceEvent[], address: string): number {
  const begun = events.findLast(
    ({ name, args }) => name === 'navigationStart' && args.data?.documentLoaderURL === address,
  );
  if (!begun) throw new Error(`The trace does not know when ${address} was opened.`);
  const own = events.filter(({ pid, ts }) => pid === begun.pid && ts >= begun.ts);
  const main = events.find(
    ({ name, pid, args }) => name === 'thread_name' && pid === begun.pid && args.name === 'CrRendererMain',
  );
  const painted = own.find(({ name }) => name === 'firstContentfulPaint');
  return own
    .filter(({ name, tid, ts }) => name === 'RunTask' && tid === (main ?? begun).tid && ts >= (painted ?? begun).ts)
    .reduce((sum, { tdur }) => sum + Math.max(0, (SLOWER * tdur) / 1000 - LONG_MS), 0);
}
