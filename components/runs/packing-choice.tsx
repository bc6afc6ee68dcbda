import { Card } from '#components/ui/card.tsx';
import { CheckField } from '#components/ui/check-field.tsx';
import { countOf, formatUsd } from '#lib/format.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import type { Receipt } from '#lib/runs/receipt-schema.ts';
import type { SetDraft } from './run-draft.ts';

type PackingChoiceProps = { packing: Receipt['packing']; draft: RunDraft; setDraft: SetDraft };

/** Whether there is anything to choose: a recommendation, or a number that was chosen already. */
export function offersPacking({ isPossible, recommended, rowsPerRequest }: Receipt['packing']): boolean {
  return isPossible && (recommended !== null || rowsPerRequest > 1);
}

/** Offers to send the instruction once for several rows, where that saves a good part of the cost. */
export function PackingChoice({ packing, draft, setDraft }: PackingChoiceProps) {
  const { rowsPerRequest, recommended, aloneTokens } = packing;
  // What a person chose shows at once; the price follows.
  const typed = Number(draft.rowsPerRequest);
  const isChecked = typed > 1;
  const rows = isChecked ? typed : (recommended ?? rowsPerRequest);
  return (
    <Card title="Rows in one request">
      {aloneTokens !== null && (
        <p className="mb-3">
          Each row goes out with the whole instruction, about {countOf(aloneTokens, 'token')} every time. Rows that
          share a request share all of it but their own text.
        </p>
      )}
      <CheckField
        label={`Put ${countOf(rows, 'row')} into one request`}
        isChecked={isChecked}
        onChange={(isWanted) => setDraft({ rowsPerRequest: isWanted ? String(rows) : '' })}
        description={`${savingWords(packing, rows)}Answers can differ slightly: try it on a few rows first. Another number can be set under Advanced.`}
      />
    </Card>
  );
}

/** `Saves about $0.27 of $0.37. ` */
function savingWords({ rowsPerRequest, recommended, ...packing }: Receipt['packing'], rows: number): string {
  const { aloneUsd } = packing;
  const saved = rows === rowsPerRequest ? packing.savedUsd : rows === recommended ? packing.recommendedSavedUsd : null;
  if (saved === null || aloneUsd === null || saved.startsWith('-')) return '';
  return `Saves about ${formatUsd(saved)} of ${formatUsd(aloneUsd)}. `;
}
