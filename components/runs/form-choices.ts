import { formatUsd } from '#lib/format.ts';
import { usdString } from '#lib/money.ts';
import { sizeOf } from '#lib/pricing/model-size.ts';
import { listPricedModels } from '#lib/pricing/prices.ts';
import type { Connection } from '#lib/providers/schema.ts';
import type { ConnectionChoice, ModelChoice } from './model-fields.tsx';

const FAVORITE = 'gpt-4o-mini';

/** Models that answer in text, cheapest first, with their batch price for a million tokens. */
export function modelChoices(): ModelChoice[] {
  return listPricedModels()
    .filter((price) => !price.model.includes('embedding'))
    .map((price) => ({
      model: price.model,
      asOf: price.asOf,
      inputUsd: perMillion(price.batch.inputMicroUsd),
      outputUsd: perMillion(price.batch.outputMicroUsd),
      realtimeInputUsd: perMillion(price.realtime.inputMicroUsd),
      realtimeOutputUsd: perMillion(price.realtime.outputMicroUsd),
      contextTokens: price.contextTokens,
      size: sizeOf(price),
      note: price.note,
      isRecommended: price.model === FAVORITE,
    }));
}

export function connectionChoices(connections: readonly Connection[]): ConnectionChoice[] {
  return connections.map(({ key, name, kind, problem }) => ({ key, name, problem, isSimulated: kind === 'sandbox' }));
}

/** What a new form starts with. */
export function formDefaults(connections: readonly Connection[]): { model: string; connection: string } {
  return { model: FAVORITE, connection: connections.find((connection) => connection.isDefault)?.key ?? '' };
}

function perMillion(microUsd: number): string {
  return formatUsd(usdString(BigInt(microUsd) * 1_000_000n));
}
