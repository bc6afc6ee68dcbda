import { type FormEvent, useState, useTransition } from 'react';
import { formProblemOf } from '#lib/auth/form-problems.ts';

/** A form that is sent by hand: as the form's own action, a refusal would empty its fields. */
export function usePriceForm<Result extends Parameters<typeof formProblemOf>[0]>(
  send: (typed: FormData) => Promise<Result>,
) {
  const [result, setResult] = useState<Result | null>(null);
  const [isPending, startSaving] = useTransition();
  const [isLost, setLost] = useState(false);
  const problem = isLost
    ? 'The server could not be reached. Your entries are still here; try again.'
    : formProblemOf(result);

  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const typedNow = new FormData(event.currentTarget);
    setLost(false);
    startSaving(async () => {
      try {
        setResult(await send(typedNow));
      } catch {
        setLost(true);
      }
    });
  }

  return { result, isPending, problem, save };
}
