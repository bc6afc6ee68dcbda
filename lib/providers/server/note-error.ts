import 'server-only';
import { log } from '#lib/platform/log.ts';
import { countMetric } from '#lib/platform/metric-counter.ts';
import type { ProviderError } from '#lib/providers/server/provider.ts';

/** Writes trouble with a provider into our log and counts it by kind. For every such error once, where it is handled. */
export async function noteProviderError(error: ProviderError): Promise<void> {
  log().warn({ err: error }, 'A request to the provider failed.');
  await countMetric('provider_errors', error.trouble);
}
