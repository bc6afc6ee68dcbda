import { useMutation } from '@tanstack/react-query';

/** What an action of ours answers, as far as a button looks at it. */
type Answered = { ok: true } | { ok: false; error: { message: string } };

/** One press of a button that asks the server for one thing: whether it is under way, and why it was not done, as a sentence. */
export function useAction(act: () => Promise<Answered>) {
  const action = useMutation({ mutationFn: act });
  const refusal = action.data?.ok === false ? action.data.error.message : null;
  return {
    start: () => action.mutate(),
    isPending: action.isPending,
    problem: action.isError ? 'The server could not be reached. Try again.' : refusal,
  };
}
