import { Button } from '#components/ui/button.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { AUDIT_WORDS } from '#lib/auth/audit-words.ts';
import type { AuditQuery } from '#lib/reports/audit.ts';

const ACTIONS = Object.entries(AUDIT_WORDS).map(([value, label]) => ({ value, label }));

/** Whose doings, and which. A form of the address: it can be shared, and works without scripts. */
export function AuditFilter({ people, query }: { people: readonly string[]; query: AuditQuery }) {
  const isFiltered = query.person !== '' || query.action !== '';
  return (
    <form action="/settings/audit" className="flex flex-wrap items-end gap-3">
      <div className="w-full sm:w-56">
        <SelectField
          label="Person"
          name="person"
          options={[{ value: '', label: 'Everyone' }, ...people.map((name) => ({ value: name, label: name }))]}
          defaultValue={query.person}
        />
      </div>
      <div className="w-full sm:w-64">
        <SelectField
          label="What"
          name="action"
          options={[{ value: '', label: 'Everything' }, ...ACTIONS]}
          defaultValue={query.action}
        />
      </div>
      <Button type="submit">Show</Button>
      {isFiltered && <LinkButton href="/settings/audit">Show everything</LinkButton>}
    </form>
  );
}
