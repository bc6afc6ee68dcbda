'use client';

import { useState } from 'react';
import { UploadForm } from '#components/datasets/upload-form.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Card } from '#components/ui/card.tsx';
import type { Dataset, DatasetPage } from '#lib/datasets/schema.ts';
import { DatasetChoice } from './dataset-choice.tsx';

type AddDataProps = {
  first: DatasetPage;
  chosenId: string | null;
  isPending?: boolean;
  onChoose: (dataset: Dataset) => void;
};

/** Where the rows come from: a new file, or one that is here already. */
export function AddData({ first, chosenId, isPending = false, onChoose }: AddDataProps) {
  const [isLost, setLost] = useState(false);
  async function onDone(datasetId: string) {
    const dataset = await loadDataset(datasetId);
    setLost(!dataset);
    if (dataset) onChoose(dataset);
  }
  return (
    <div className="flex flex-col gap-6">
      <Card title="A new file">
        <UploadForm onDone={onDone} />
        {isLost && <Alert>The file is stored, but it could not be opened. Reload this page and pick it below.</Alert>}
      </Card>
      {first.data.length > 0 && (
        <Card title="Or data that is here already">
          <DatasetChoice first={first} chosenId={chosenId} isPending={isPending} onChoose={onChoose} />
        </Card>
      )}
    </div>
  );
}

async function loadDataset(datasetId: string): Promise<Dataset | null> {
  try {
    const response = await fetch(`/api/v1/datasets/${datasetId}`);
    if (!response.ok) return null;
    const { Dataset } = await import('#lib/datasets/schema.ts');
    return Dataset.parse(await response.json());
  } catch {
    return null;
  }
}
