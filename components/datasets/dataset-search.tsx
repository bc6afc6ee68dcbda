import Form from 'next/form';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/text-field.tsx';

/** Finds datasets by a part of their name. What was searched for stands in the address. */
export function DatasetSearch({ search }: { search: string }) {
  return (
    <Form action="/datasets" role="search" className="flex flex-wrap items-end gap-2">
      <div className="w-full max-w-xs">
        <TextField key={search} label="Search by name" name="search" type="search" defaultValue={search} />
      </div>
      <Button type="submit">Search</Button>
    </Form>
  );
}
