import 'server-only';
import { Counter, Gauge, Registry } from 'prom-client';
import { db } from '#lib/platform/db/client.ts';
import { METRICS, type MetricName, type Sample } from './metric-list.ts';
import { readSamples } from './metric-queries.ts';

/** However many ask, the database is asked this often. */
const KEEP_MS = 3_000;

type Page = { text: string; contentType: string };

const globalForMetrics = globalThis as typeof globalThis & { rowmillMetrics?: { at: number; page: Promise<Page> } };

/** The page of `GET /metrics` in Prometheus' text format, at most three seconds old. Throws when the database is away. */
export function getMetrics(): Promise<Page> {
  const kept = globalForMetrics.rowmillMetrics;
  if (kept && performance.now() - kept.at < KEEP_MS) return kept.page;
  const made = { at: performance.now(), page: makePage() };
  globalForMetrics.rowmillMetrics = made;
  made.page.catch(() => {
    if (globalForMetrics.rowmillMetrics === made) delete globalForMetrics.rowmillMetrics;
  });
  return made.page;
}

async function makePage(): Promise<Page> {
  const registry = registryOf(await readSamples(db()));
  return { text: await registry.metrics(), contentType: registry.contentType };
}

/** Values are read anew for every page, so the registry is new too: it remembers nothing that is gone. */
function registryOf(samples: readonly Sample[]): Registry {
  const registry = new Registry();
  for (const name of Object.keys(METRICS) as MetricName[]) {
    const { kind, help, ...rest } = METRICS[name];
    const labelNames = 'label' in rest ? [rest.label] : [];
    const options = { name, help, labelNames, registers: [registry] };
    const metric = kind === 'counter' ? new Counter<string>(options) : new Gauge<string>(options);
    for (const { label, value } of samples.filter((sample) => sample.name === name)) {
      metric.inc(label !== undefined && 'label' in rest ? { [rest.label]: label } : {}, value);
    }
  }
  return registry;
}
