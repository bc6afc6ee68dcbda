import { Amount } from '#components/ui/amount.tsx';
import { Card } from '#components/ui/card.tsx';
import { CheckField } from '#components/ui/check-field.tsx';
import { countOf } from '#lib/format.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import type { Receipt } from '#lib/runs/receipt-schema.ts';
import type { SetDraft } from './run-draft.ts';

type ReuseChoiceProps = { reusable: NonNullable<Receipt['reusable']>; draft: RunDraft; setDraft: SetDraft };

/** Offers the answers that this very question already has from earlier runs. */
export function ReuseChoice({ reusable: { rows, usd, isReused }, draft, setDraft }: ReuseChoiceProps) {
  // What a person chose shows at once; the price follows.
  const isChecked = draft.reuse === '' ? isReused : draft.reuse === 'yes';
  return (
    <Card title="Answered before">
      <p className="mb-3">
        {countOf(rows, 'row')} of this run {rows === 1 ? 'was' : 'were'} answered before, by the same question and model
        {usd !== null && (
          <>
            , for <Amount usd={usd} />
          </>
        )}
        .
      </p>
      <CheckField
        label="Use these answers again"
        isChecked={isChecked}
        onChange={(isWanted) => setDraft({ reuse: isWanted ? 'yes' : 'no' })}
        description="These rows are not sent and cost nothing. Switch it off to have them answered anew."
      />
    </Card>
  );
}
