import { SelectField } from '#components/ui/select-field.tsx';
import type { FilePreview } from '#lib/datasets/preview-file.ts';
import { DELIMITER_CHOICES, delimiterWord, ENCODING_CHOICES, encodingWord } from './dataset-words.ts';

/** How a file is to be read. */
export type FileOptions = {
  name: string;
  /** Empty means "detect". */
  encoding: string;
  delimiter: string;
  hasHeader: boolean;
};

type UploadOptionsProps = {
  options: FileOptions;
  preview: FilePreview | null;
  onChange: (change: Partial<FileOptions>) => void;
};

/** What was found out about the file, each thing to be put right where it is wrong. */
export function UploadOptions({ options, preview, onChange }: UploadOptionsProps) {
  const found = preview?.kind === 'readable' ? preview : null;
  return (
    <fieldset className="grid gap-3 sm:grid-cols-3">
      <legend className="sr-only">How the file is read</legend>
      <SelectField
        label="Encoding"
        name="encoding"
        options={withDetected(ENCODING_CHOICES, found && !options.encoding ? encodingWord(found.encoding) : null)}
        value={options.encoding}
        onChange={(encoding) => onChange({ encoding })}
      />
      <SelectField
        label="Between cells"
        name="delimiter"
        options={withDetected(DELIMITER_CHOICES, found && !options.delimiter ? delimiterWord(found.delimiter) : null)}
        value={options.delimiter}
        onChange={(delimiter) => onChange({ delimiter })}
      />
      <SelectField
        label="First row"
        name="header"
        options={FIRST_ROWS}
        value={options.hasHeader ? 'header' : 'data'}
        onChange={(first) => onChange({ hasHeader: first === 'header' })}
      />
    </fieldset>
  );
}

const FIRST_ROWS = [
  { value: 'header', label: 'Names of the columns' },
  { value: 'data', label: 'Data; columns are numbered' },
];

function withDetected(choices: readonly { value: string; label: string }[], detected: string | null) {
  return choices.map((choice) =>
    choice.value === '' && detected ? { value: '', label: `${detected} (detected)` } : choice,
  );
}
