import { CheckField } from '#components/ui/check-field.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { DELIMITER_CHOICES, ENCODING_CHOICES } from './dataset-words.ts';
import type { FileOptions } from './send-file.ts';

type UploadOptionsProps = { options: FileOptions; onChange: (change: Partial<FileOptions>) => void };

/** How the file is to be read, where detection is wrong. */
export function UploadOptions({ options, onChange }: UploadOptionsProps) {
  return (
    <details className="rounded-lg border border-line bg-surface">
      <summary className="cursor-pointer px-4 py-2.5 font-medium">Options</summary>
      <div className="grid gap-4 px-4 pb-4 sm:grid-cols-2">
        <SelectField
          label="Encoding"
          name="encoding"
          options={ENCODING_CHOICES}
          value={options.encoding}
          onChange={(encoding) => onChange({ encoding })}
        />
        <SelectField
          label="Between cells"
          name="delimiter"
          options={DELIMITER_CHOICES}
          value={options.delimiter}
          onChange={(delimiter) => onChange({ delimiter })}
        />
        <CheckField
          label="The first row is the header"
          description="Without a header, columns are named column_1, column_2 and so on."
          isChecked={options.hasHeader}
          onChange={(hasHeader) => onChange({ hasHeader })}
        />
      </div>
    </details>
  );
}
