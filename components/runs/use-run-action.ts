import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ActionResult } from '#lib/auth/action-result.ts';
import { runProgressQuery } from './use-run-progress.ts';

/** An action on a run: afterwards its progress and the counts of its results are asked for again, and a refusal is a sentence. */
export function useRunAction<I, T>(runId: string, action: (input: I) => Promise<ActionResult<T>>) {
  const queryClient = useQueryClient();
  const mutation = useMutation({
    mutationFn: action,
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: runProgressQuery(runId).queryKey }),
        queryClient.invalidateQueries({ queryKey: ['runs', runId, 'counts'] }),
      ]),
  });
  return { start: mutation.mutate, isPending: mutation.isPending, problem: problemOf(mutation) };
}

function problemOf(mutation: { isError: boolean; data: ActionResult<unknown> | undefined }): string | null {
  if (mutation.isError) return 'The server could not be reached. Nothing was changed; try again.';
  return mutation.data?.ok === false ? mutation.data.error.message : null;
}
