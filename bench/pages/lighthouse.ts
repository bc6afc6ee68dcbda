import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** The newest that runs on Node 20. It brings 185 MB, so it is fetched only by who measures, and kept in .cache. */
const VERSION = '12.8.2';

export type Audit = { performance: number; others: number; layoutShift: number; complaints: readonly string[] };

type Category = { score: number | null; auditRefs: readonly { id: string; weight: number }[] };
type Report = {
  lhr: {
    categories: Record<string, Category>;
    audits: Record<string, { score: number | null; title: string; numericValue?: number }>;
  };
};
type Lighthouse = (address: string, flags: object) => Promise<Report | undefined>;

/** Lighthouse's own entrance, installed on first use. Throws when npm cannot reach a registry. */
export async function loadLighthouse(): Promise<Lighthouse> {
  const folder = path.resolve('.cache', `lighthouse-${VERSION}`);
  const entrance = path.join(folder, 'node_modules/lighthouse/core/index.js');
  if (!fs.existsSync(entrance)) {
    fs.mkdirSync(folder, { recursive: true });
    execFileSync('npm', [
      'install',
      '--prefix',
      folder,
      '--no-save',
      '--no-audit',
      '--no-fund',
      `lighthouse@${VERSION}`,
    ]);
  }
  const loaded: { default: Lighthouse } = await import(pathToFileURL(entrance).href);
  return loaded.default;
}

/** Audits one page in its mobile profile (slow network and processor, simulated) as the browser's own user. */
export async function audit(lighthouse: Lighthouse, address: string, port: number, cookie: string): Promise<Audit> {
  const report = await lighthouse(address, {
    port,
    output: 'json',
    logLevel: 'error',
    onlyCategories: ['performance', 'accessibility', 'best-practices', 'seo'],
    extraHeaders: { cookie },
  });
  if (!report) throw new Error(`Lighthouse gave no report of ${address}.`);
  const { performance, ...others } = report.lhr.categories;
  return {
    performance: percent(performance),
    others: Math.min(...Object.values(others).map(percent)),
    layoutShift: report.lhr.audits['cumulative-layout-shift']?.numericValue ?? 0,
    complaints: Object.values(others).flatMap(({ auditRefs }) =>
      auditRefs
        .filter(({ id, weight }) => weight > 0 && (report.lhr.audits[id]?.score ?? 1) < 1)
        .map(({ id }) => report.lhr.audits[id]?.title ?? id),
    ),
  };
}

function percent(category: Category | undefined): number {
  return Math.round((category?.score ?? 0) * 100);
}
