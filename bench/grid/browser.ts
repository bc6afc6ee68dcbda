import { type Browser, chromium, type Page } from '@playwright/test';
import { findChromium } from '#scripts/chromium.mjs';

const RUN = 'run_bench';
const ROUNDS = 3;
const TRIES = 5;
/** Reading, leafing, and dragging the bar. */
const SPEEDS = { slow: { px: 40, frames: 240 }, fast: { px: 700, frames: 240 }, leaps: { px: 90_000, frames: 120 } };

export type MeasuredGrid = {
  gridMs: number;
  emptyMs: number;
  /** How long the server took for the first rows of each kind of view. */
  windowsMs: Record<string, number>;
  others: string[];
};

/** Times between frames, of which 95 of 100 are shorter, at the worst of the speeds; the best of a few rounds for both pages. */
export async function measureGrid(base: string, rowCount: number): Promise<MeasuredGrid> {
  const browser = await chromium.launch(await findChromium());
  try {
    const page = await enter(browser, base);
    await page.goto(`${base}/runs/${RUN}/results`);
    const grid = page.getByRole('grid', { name: 'Results' });
    await grid
      .getByText('customer 1 of the north')
      .or(grid.getByText('T-1', { exact: true }))
      .first()
      .waitFor();
    const empty = await openEmptyPage(browser);
    const rounds: { grid: number; empty: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({ empty: await worstFrames(empty), grid: await worstFrames(page) });
    }
    const windowsMs = await measureWindows(page, rowCount);
    return {
      gridMs: Math.min(...rounds.map((round) => round.grid)),
      emptyMs: Math.min(...rounds.map((round) => round.empty)),
      windowsMs,
      others: await measureOthers(page),
    };
  } finally {
    await browser.close();
  }
}

async function enter(browser: Browser, base: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(base, { waitUntil: 'networkidle' });
  await page.getByLabel('Your name').fill('Bench');
  await page.getByLabel('Email').fill('bench@example.org');
  await page.getByLabel('Password', { exact: true }).fill('only for measuring');
  await page.getByRole('button', { name: /create/i }).click();
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
  return page;
}

/** As tall as a browser can have it, and nothing in it. */
async function openEmptyPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.setContent(
    '<div role="grid" style="height:600px;overflow:auto"><div style="height:15000000px"></div></div>',
  );
  return page;
}

async function worstFrames(page: Page): Promise<number> {
  await page.bringToFront();
  const frames: number[] = [];
  for (const speed of Object.values(SPEEDS)) frames.push(percentile95(await scroll(page, speed)));
  return Math.max(...frames);
}

/** Scrolls a little at every frame and tells how long each frame took. */
async function scroll(page: Page, speed: { px: number; frames: number }): Promise<number[]> {
  return page.evaluate(async ({ px, frames }) => {
    const box = document.querySelector('[role=grid]');
    if (!box) throw new Error('There is no grid on the page.');
    const times: number[] = [];
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    let last = await frame();
    for (let count = 0; count < frames; count++) {
      box.scrollTop += px;
      const now = await frame();
      times.push(now - last);
      last = now;
    }
    return times;
  }, speed);
}

async function measureWindows(page: Page, rowCount: number): Promise<Record<string, number>> {
  const middle = Math.floor(rowCount / 2);
  return {
    'the page': await answerMs(page, `/runs/${RUN}/results`),
    'rows at the top': await answerMs(page, `/api/runs/${RUN}/rows?rows=0-99`),
    'rows in the middle': await answerMs(page, `/api/runs/${RUN}/rows?rows=${middle}-${middle + 99}`),
    'failed rows': await answerMs(page, `/api/runs/${RUN}/row-list?status=failed`),
    'answered rows': await answerMs(page, `/api/runs/${RUN}/row-list?status=succeeded`),
    'a search': await answerMs(page, `/api/runs/${RUN}/row-list?q=number%20777`),
  };
}

/** What may take longer, and says so while it does. */
async function measureOthers(page: Page): Promise<string[]> {
  const sortMs = await answerMs(page, `/api/runs/${RUN}/row-list?sort=cost&desc=1`, 1);
  const countMs = await answerMs(page, `/api/runs/${RUN}/answers`, 1);
  const searchMs = await page.evaluate(async (run) => {
    const startedAt = performance.now();
    for (let from: string | null = '0'; from !== null; ) {
      const response: Response = await fetch(`/api/runs/${run}/row-list?q=nowhere&from=${from}`);
      from = response.headers.get('x-next-from');
    }
    return performance.now() - startedAt;
  }, RUN);
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  return [
    `sorted by cost ${seconds(sortMs)}`,
    `answers counted ${seconds(countMs)}`,
    `all searched ${seconds(searchMs)}`,
  ];
}

/** The quickest of a few tries, from asking to the last byte. */
async function answerMs(page: Page, address: string, tries = TRIES): Promise<number> {
  const times = await page.evaluate(
    async ({ path, count }) => {
      const taken: number[] = [];
      for (let done = 0; done < count; done++) {
        const startedAt = performance.now();
        const response = await fetch(path);
        await response.arrayBuffer();
        if (!response.ok) throw new Error(`${path} answered ${response.status}`);
        taken.push(performance.now() - startedAt);
      }
      return taken;
    },
    { path: address, count: tries },
  );
  return Math.min(...times);
}

function percentile95(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
}
