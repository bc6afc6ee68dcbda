import { exactUsd, formatUsd, glanceUsd } from '#lib/format.ts';

type AmountProps = {
  usd: string | null;
  isStruck?: boolean;
  isEstimate?: boolean;
  /** Among many numbers: what is far below a cent is not spelled out. */
  isGlance?: boolean;
};

/** Money with as many digits as matter, every digit on hover. Struck through, it is what would have been paid. */
export function Amount({ usd, isStruck = false, isEstimate = false, isGlance = false }: AmountProps) {
  const text = `${isEstimate && usd !== null ? '≈ ' : ''}${isGlance ? glanceUsd(usd) : formatUsd(usd)}`;
  if (isStruck && usd !== null) {
    return (
      <s title={exactUsd(usd)} className="text-ink-muted tabular-nums">
        {text}
      </s>
    );
  }
  return (
    <data value={usd ?? ''} title={exactUsd(usd)} className="whitespace-nowrap">
      {text}
    </data>
  );
}
