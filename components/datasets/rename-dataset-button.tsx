'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ModalBox } from '#components/ui/modal-box.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { renameDatasetAction } from '#lib/datasets/actions.ts';

/** Gives a dataset another name. */
export function RenameDatasetButton({ datasetId, name }: { datasetId: string; name: string }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState(name);
  const rename = useMutation({
    mutationFn: () => renameDatasetAction({ datasetId, name: typed }),
    onSuccess: (result) => {
      if (!result.ok) return;
      setOpen(false);
      router.refresh();
    },
  });
  const unreached = rename.isError ? 'The server could not be reached. Try again.' : undefined;
  const refused = rename.data?.ok === false ? rename.data.error.message : undefined;
  const open = (wants: boolean) => {
    setOpen(wants);
    setTyped(name);
    rename.reset();
  };
  return (
    <>
      <Button onPress={() => open(true)}>Rename</Button>
      <ModalBox title="Rename the dataset" open={{ isOpen, onOpenChange: open }}>
        {(close) => (
          <form
            className="mt-3 flex flex-col gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              rename.mutate();
            }}
          >
            <TextField
              label="Name"
              name="name"
              value={typed}
              onChange={setTyped}
              maxLength={200}
              isRequired
              autoFocus
              error={refused ?? unreached}
            />
            <div className="flex flex-wrap justify-end gap-2">
              <Button onPress={close}>Keep the old name</Button>
              <Button kind="primary" type="submit" isPending={rename.isPending}>
                Rename
              </Button>
            </div>
          </form>
        )}
      </ModalBox>
    </>
  );
}
