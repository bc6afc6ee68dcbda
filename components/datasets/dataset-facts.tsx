import { Facts } from '#components/ui/facts.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Dataset } from '#lib/datasets/schema.ts';
import { formatBytes, formatCount } from '#lib/format.ts';
import { adderWords, delimiterWord, encodingWord } from './dataset-words.ts';

type DatasetFactsProps = { dataset: Dataset; use: { createdByName: string | null; runCount: number } };

/** How the file was read, and where it came from. */
export function DatasetFacts({ dataset, use }: DatasetFactsProps) {
  return (
    <Facts
      facts={[
        { name: 'Rows', value: formatCount(dataset.rowCount) },
        { name: 'Columns', value: formatCount(dataset.columns.length) },
        { name: 'Size', value: formatBytes(dataset.sizeBytes) },
        { name: 'Encoding', value: encodingWord(dataset.encoding) },
        { name: 'Between cells', value: delimiterWord(dataset.delimiter) },
        { name: 'First row', value: dataset.hasHeader ? 'Header' : 'Data; columns are numbered' },
        { name: 'Added', value: <Time iso={dataset.createdAt} /> },
        { name: 'By', value: adderWords({ ...use, isSample: dataset.isSample }) },
        { name: 'Runs launched with it', value: formatCount(use.runCount) },
      ]}
    />
  );
}
