'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { Alert } from '#components/ui/alert.tsx';
import { ConfirmButton } from '#components/ui/confirm-button.tsx';
import { deleteDatasetAction } from '#lib/datasets/actions.ts';
import { countOf } from '#lib/format.ts';

type DeleteDatasetButtonProps = { datasetId: string; name: string; runCount: number };

/** Deletes a dataset after saying what goes and what stays. */
export function DeleteDatasetButton({ datasetId, name, runCount }: DeleteDatasetButtonProps) {
  const router = useRouter();
  const remove = useMutation({
    mutationFn: () => deleteDatasetAction({ datasetId }),
    onSuccess: (result) => {
      if (result.ok) router.push('/datasets');
    },
  });
  const refusal = remove.data?.ok === false ? remove.data.error.message : null;
  return (
    <>
      <ConfirmButton
        title={`Delete ${name}?`}
        consequence={
          runCount > 0
            ? `It disappears from your datasets, and no new run can be made with it. The ${countOf(runCount, 'run')} launched with it ${runCount === 1 ? 'stays' : 'stay'}, with all rows and answers.`
            : 'It and all its rows are deleted for good. No run was launched with it. Your own file is not touched.'
        }
        confirm="Delete dataset"
        isPending={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        Delete dataset
      </ConfirmButton>
      {refusal && <Alert>{refusal}</Alert>}
      {remove.isError && <Alert>The server could not be reached. Try again.</Alert>}
    </>
  );
}
