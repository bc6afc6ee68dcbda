import { formatUsd } from '#lib/format.ts';
import { usdString } from '#lib/money.ts';
import { sizeOf } from '#lib/pricing/model-size.ts';
import { answersInText, listPricedModels } from '#lib/pricing/prices.ts';
import type { Connection } from '#lib/providers/schema.ts';
import { FAVORITE_MODEL } from '#lib/runs/draft-form.ts';
import type { ConnectionChoice, ModelChoice } from './model-fields.tsx';

/** Models that answer in text, cheapest first, with their batch price for a million tokens. */
export function modelChoices(): ModelChoice[] {
  return listPricedModels()
    .filter((price) => answersInText(price.model))
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
      isRecommended: price.model === FAVORITE_MODEL,
    }));
}

export function connectionChoices(connections: readonly Connection[]): ConnectionChoice[] {
  return connections.map(({ key, name, kind, problem }) => ({ key, name, problem, isSimulated: kind === 'sandbox' }));
}

function perMillion(microUsd: number): string {
  return formatUsd(usdString(BigInt(microUsd) * 1_000_000n));
}
