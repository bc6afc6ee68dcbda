import os from 'node:os';
import { type Browser, chromium, type Page } from '@playwright/test';
import { launchRowmill } from '#e2e/start-rowmill.ts';
import { enter } from '#e2e/story.ts';
import { findChromium } from '#scripts/chromium.mjs';
import { findFreePort } from '#scripts/port.mjs';
import { buildPages } from '#scripts/prepare.mjs';
import { blockedMs } from './pages/blocked.ts';
import { firstLoadBytes } from './pages/first-load.ts';
import { audit, loadLighthouse } from './pages/lighthouse.ts';

const LIMITS = { performance: 95, others: 100, layoutShift: 0.05, scriptBytes: 200_000 };
const ROUNDS = 3;

export const name = 'pages, mobile';

type Session = { url: string; cookie: string; port: number; browser: Browser };

/**
 * Lighthouse's mobile profile and the JavaScript of the first load on the pages people use most, as a signed-in person
 * with the finished sample and a draft that asks the same again. Of three rounds the middle one counts for performance, and
 * the worst for everything else. Nobody touches the page meanwhile, so what comes at the first touch is not in it.
 */
export async function run(): Promise<{ ok: boolean; details: string }> {
  await buildPages({ say: console.log });
  const lighthouse = await loadLighthouse();
  process.env.E2E_API_TOKEN ??= 'a-token-that-only-this-bench-knows';
  const rowmill = await launchRowmill({}, 'bench-pages.log');
  const port = await findFreePort();
  const { executablePath, args, env } = await findChromium();
  const browser = await chromium.launch({
    args: [...args, `--remote-debugging-port=${port}`],
    ...(executablePath && { executablePath }),
    ...(env && { env }),
  });
  try {
    const page = await browser.newPage({ baseURL: rowmill.url });
    await enter(page);
    const cookies = await page.context().cookies();
    const cookie = cookies.map((each) => `${each.name}=${each.value}`).join('; ');
    const session = { url: rowmill.url, cookie, port, browser };
    const lines: string[] = [];
    let ok = true;
    for (const address of await listPages(session, page)) {
      const judged = await judge(lighthouse, session, address);
      ok &&= judged.ok;
      lines.push(`\n    ${address.padEnd(44)} ${judged.line}`);
    }
    return { ok, details: lines.join('') };
  } finally {
    await browser.close();
    await rowmill.stop();
  }
}

async function listPages({ url }: Session, page: Page): Promise<string[]> {
  const headers = { authorization: `Bearer ${process.env.E2E_API_TOKEN}` };
  for (;;) {
    const { data } = await (await fetch(`${url}/api/v1/runs`, { headers })).json();
    const [sample] = data;
    const isOver = sample && ['succeeded', 'completed_with_failures'].includes(sample.status);
    if (isOver) {
      const draft = await beginDraft(page, sample.id);
      const steps = ['instruction', 'answer', 'try', 'launch'].map((step) => `${draft}/${step}`);
      return ['/', '/datasets', '/costs', '/runs/new', ...steps, `/runs/${sample.id}`, `/runs/${sample.id}/results`];
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** The address of a draft that asks what a run asked, left alone afterwards. */
async function beginDraft(page: Page, runId: string): Promise<string> {
  await page.goto(`/runs/new?from=${runId}`);
  await page.waitForURL(/\/runs\/new\/[^/?]+\/[a-z]+$/, { waitUntil: 'commit' });
  const { pathname } = new URL(page.url());
  // The draft notes how far it was looked at; a page that is being measured must be the only one that works.
  await page.goto('about:blank');
  return pathname.replace(/\/[a-z]+$/, '');
}

async function judge(lighthouse: Awaited<ReturnType<typeof loadLighthouse>>, session: Session, address: string) {
  const scriptBytes = await firstLoadBytes(session.url + address, session.cookie);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++)
    rounds.push(await audit(lighthouse, session.url + address, session.port, session.cookie));
  const performances = rounds.map((round) => round.performance).toSorted((a, b) => a - b);
  const performance = performances[Math.floor(ROUNDS / 2)] ?? 0;
  const others = Math.min(...rounds.map((round) => round.others));
  const layoutShift = Math.max(...rounds.map((round) => round.layoutShift));
  const ok =
    performance >= LIMITS.performance &&
    others >= LIMITS.others &&
    layoutShift <= LIMITS.layoutShift &&
    scriptBytes <= LIMITS.scriptBytes;
  const found = [...new Set(rounds.flatMap((round) => round.complaints))];
  const complaints = found.length > 0 ? ` (${found.join('; ')})` : '';
  const waits = [];
  for (let round = 0; round < ROUNDS; round++)
    waits.push(await blockedMs(session.browser, session.url + address, session.cookie));
  const blocked = Math.round(waits.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0);
  const load = (os.loadavg()[0] ?? 0).toFixed(1);
  const line = `performance ${performance} of ${performances.join(', ')}, the rest ${others}${complaints}, shift ${layoutShift.toFixed(3)}, blocked ${blocked} ms of processor time, JS ${Math.round(scriptBytes / 1000)} kB, load ${load}`;
  return { ok, line };
}
