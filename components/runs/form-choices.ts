import { formatUsd } from '#lib/format.ts';
import { usdString } from '#lib/money.ts';
import { listPricedModels } from '#lib/pricing/prices.ts';
import type { Connection } from '#lib/providers/schema.ts';
import type { ConnectionChoice, ModelChoice } from './model-fields.tsx';

const FAVORITE = 'gpt-4o-mini';

/** Models that answer in text, cheapest first, with their batch price for a million tokens. */
export function modelChoices(): ModelChoice[] {
  return listPricedModels()
    .filter((price) => !price.model.includes('embedding'))
    .map(({ model, batch, asOf }) => ({
      model,
      asOf,
      inputUsd: perMillion(batch.inputMicroUsd),
      outputUsd: perMillion(batch.outputMicroUsd),
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
