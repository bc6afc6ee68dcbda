'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { Alert } from '#components/ui/alert.tsx';
import { ConfirmButton } from '#components/ui/confirm-button.tsx';
import { deleteDatasetAction } from '#lib/datasets/actions.ts';

/** Deletes a dataset after saying what stays. */
export function DeleteDatasetButton({ datasetId, name }: { datasetId: string; name: string }) {
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
        consequence="It disappears from your datasets. Runs that were made with it stay, with all their rows and answers."
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
