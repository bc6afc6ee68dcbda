'use client';

import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { issueOf } from '#lib/auth/form-problems.ts';
import { enterDiscountAction } from '#lib/pricing/actions.ts';
import { AgreedFields } from './agreed-fields.tsx';
import { usePriceForm } from './use-price-form.ts';

type DiscountFormProps = { today: string; connections: readonly { id: string; name: string }[] };

/** So many percent off the list, which is entered as the exact prices it comes to. */
export function DiscountForm({ today, connections }: DiscountFormProps) {
  const { result, isPending, problem, save } = usePriceForm((typed) => enterDiscountAction(null, typed));
  return (
    <form onSubmit={save} className="flex flex-col gap-4 text-ink" noValidate>
      <p className="text-xs text-ink-muted">
        It is taken off batch and real-time prices alike and kept as exact prices, so a later list does not change it.
      </p>
      {result?.ok && <Alert tone="good">{result.data.sentence}</Alert>}
      {problem && <Alert>{problem}</Alert>}
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label="Percent off" name="percent" isRequired placeholder="10" error={issueOf(result, 'percent')} />
        <TextField
          label="Model (empty: every model of the list)"
          name="model"
          isMono
          error={issueOf(result, 'model')}
        />
      </div>
      <AgreedFields result={result} connections={connections} today={today} />
      <div>
        <Button type="submit" isPending={isPending}>
          Save discount
        </Button>
      </div>
    </form>
  );
}
