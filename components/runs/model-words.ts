import type { SearchGroup } from '#components/ui/search-groups.ts';
import { formatCompact, formatUsd } from '#lib/format.ts';
import { parseUsd, usdString } from '#lib/money.ts';
import { MODEL_SIZES, type ModelSize } from '#lib/pricing/model-size.ts';
import type { ModelChoice } from './model-fields.tsx';

/** What this run would cost at a model, as a decimal string in USD. */
export type ModelCosts = ReadonlyMap<string, string>;

export const OTHER_MODEL = 'other';

const SIZE_WORDS: Record<ModelSize, string> = {
  small: 'Small and fast: sorting, pulling out facts, short texts',
  medium: 'Medium: longer texts, finer distinctions',
  large: 'Large: hard texts, writing that has to read well',
  largest: 'Largest: the hardest questions, at many times the price',
};

/** The models in groups of what they can, each with its prices, and what it would cost for this run. */
export function modelGroups(models: readonly ModelChoice[], costs: ModelCosts): SearchGroup[] {
  const groups = MODEL_SIZES.map((size) => ({
    id: size,
    title: SIZE_WORDS[size],
    options: models
      .filter((choice) => choice.size === size)
      .map((choice) => {
        const cost = costs.get(choice.model);
        return {
          id: choice.model,
          title: choice.model,
          detail: priceLine(choice),
          mark: choice.isRecommended ? 'Recommended' : undefined,
          hint: cost === undefined ? undefined : `≈ ${formatUsd(cost)}`,
        };
      }),
  }));
  const other = {
    id: OTHER_MODEL,
    title: 'Another model',
    detail: 'By its name. Its price is unknown unless you entered one.',
  };
  return [
    ...groups.filter(({ options }) => options.length > 0),
    { id: 'others', title: 'Not in the list', options: [other] },
  ];
}

/** `$0.075 in, $0.30 out for 1M tokens, real-time $0.15 and $0.60; reads up to 128K`. */
function priceLine({ inputUsd, outputUsd, realtimeInputUsd, realtimeOutputUsd, contextTokens }: ModelChoice): string {
  const reads = contextTokens === null ? '' : ` · reads ${formatCompact(contextTokens)} at once`;
  return `${inputUsd} in, ${outputUsd} out · real-time ${realtimeInputUsd}, ${realtimeOutputUsd}${reads}`;
}

/** The dearest model that costs less than this one for this run, and by how much; null when there is none or it is unknown. */
export function nextCheaper(model: string, costs: ModelCosts): { model: string; lessUsd: string } | null {
  const own = picoOf(costs.get(model));
  if (own === null) return null;
  let best: { model: string; pico: bigint } | null = null;
  for (const [name, usd] of costs) {
    const pico = picoOf(usd);
    if (pico === null || pico >= own) continue;
    if (best === null || pico > best.pico) best = { model: name, pico };
  }
  return best && { model: best.model, lessUsd: usdString(own - best.pico) };
}

function picoOf(usd: string | undefined): bigint | null {
  return usd === undefined ? null : parseUsd(usd);
}
