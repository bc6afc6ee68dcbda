import { SelectField } from '#components/ui/select-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { issueOf } from '#lib/auth/form-problems.ts';

type AgreedFieldsProps = {
  result: Parameters<typeof issueOf>[0];
  connections: readonly { id: string; name: string }[];
  today: string;
};

/** For whom, from when and by what word a price counts. What was typed stays in the fields: the form is sent by hand. */
export function AgreedFields({ result, connections, today }: AgreedFieldsProps) {
  const options = [
    { value: '', label: 'All connections' },
    ...connections.map(({ id, name }) => ({ value: id, label: `${name} only` })),
  ];
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SelectField label="Counts for" name="connectionId" options={options} />
      <TextField
        label="Where it comes from"
        name="source"
        isRequired
        placeholder="Contract of 2026-10-01"
        error={issueOf(result, 'source')}
      />
      <TextField label="Valid from" name="validFrom" defaultValue={today} error={issueOf(result, 'validFrom')} />
      <TextField
        label="Valid to (optional)"
        name="validTo"
        placeholder="2027-12-31"
        error={issueOf(result, 'validTo')}
      />
    </div>
  );
}
