'use client';

import { useRouter } from 'next/navigation';
import { FileDrop } from '#components/ui/file-drop.tsx';
import { handFile } from './dropped-file.ts';
import { SampleFileLink } from './sample-file-link.tsx';

/** The way in to a new dataset: the file opens on the page that shows how it reads. Small beside datasets that are there. */
export function DropToAdd({ isSmall }: { isSmall: boolean }) {
  const router = useRouter();
  return (
    <div className="flex flex-col gap-3">
      <FileDrop
        label="Choose a CSV file"
        hint="or drop it anywhere on this page. Any size."
        accept=".csv,.tsv,.txt,text/csv"
        isSmall={isSmall}
        onFile={(file) => {
          handFile(file);
          router.push('/datasets/new');
        }}
      />
      {!isSmall && <SampleFileLink />}
    </div>
  );
}
