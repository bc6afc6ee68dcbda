import { useMemo, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ChoiceMenu } from '#components/ui/choice-menu.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { countOf, formatCount } from '#lib/format.ts';
import { type ColumnRole, type GivenRoles, roleOf, withRole } from '#lib/templates/column-roles.ts';
import { holeFor } from '#lib/templates/holes.ts';
import { ROLE_WORDS, roleChoices } from './role-words.ts';

/** More are not looked through by eye; they are searched for. */
const MAX_CHIPS = 40;

type ColumnChipsProps = {
  columns: readonly string[];
  used: ReadonlySet<string>;
  given: GivenRoles;
  onGive: (given: GivenRoles) => void;
  onInsert: (text: string) => void;
};

/** The columns: a press puts one into the instruction, where the cursor is; the arrow says what it is for. */
export function ColumnChips({ columns, used, given, onGive, onInsert }: ColumnChipsProps) {
  const [search, setSearch] = useState('');
  const matching = useMemo(() => matchingColumns(columns, search), [columns, search]);
  const isLarge = columns.length > MAX_CHIPS;
  // What has a role is in sight, however many columns there are.
  const shown = isLarge && search === '' ? withRolesFirst(matching, given, used) : matching;

  function choose(column: string, role: ColumnRole) {
    onGive(withRole(given, column, role));
    if (role === 'use' && !used.has(column)) onInsert(holeFor(column));
  }

  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-xs text-ink-muted">
        Columns. Press one to insert it; the arrow says what it is for. Columns you do not insert are never sent.
      </legend>
      {isLarge && (
        <div className="mb-2 max-w-xs">
          <TextField
            label={`Find one of ${countOf(columns.length, 'column')}`}
            name="columnSearch"
            type="search"
            value={search}
            onChange={setSearch}
          />
        </div>
      )}
      <div className="flex flex-wrap gap-1.5">
        {shown.slice(0, MAX_CHIPS).map((column) => (
          <ColumnChip
            key={column}
            column={column}
            role={roleOf(column, given, used)}
            isUsed={used.has(column)}
            onInsert={() => onInsert(holeFor(column))}
            onChoose={(role) => choose(column, role)}
          />
        ))}
      </div>
      {isLarge && (
        <p role="status" className="mt-1 text-xs text-ink-muted">
          {matching.length === 0
            ? `No column has “${search}” in its name.`
            : matching.length > MAX_CHIPS && `${formatCount(matching.length - MAX_CHIPS)} more. Search to see them.`}
        </p>
      )}
    </fieldset>
  );
}

type ColumnChipProps = {
  column: string;
  role: ColumnRole;
  isUsed: boolean;
  onInsert: () => void;
  onChoose: (role: ColumnRole) => void;
};

function ColumnChip({ column, role, isUsed, onInsert, onChoose }: ColumnChipProps) {
  const word = ROLE_WORDS[role];
  return (
    <div
      className={`inline-flex max-w-full rounded-md border border-line-strong ${isUsed ? 'bg-accent-soft' : 'bg-surface'}`}
    >
      <Button kind="piece" label={`Insert column ${column}`} onPress={onInsert}>
        <span className="max-w-48 truncate">{column}</span>
      </Button>
      <ChoiceMenu
        label={`Role of column ${column}: ${word || 'kept'}`}
        shown={word}
        choices={roleChoices(isUsed)}
        value={role}
        onChoose={onChoose}
      />
    </div>
  );
}

function matchingColumns(columns: readonly string[], search: string): readonly string[] {
  const wanted = search.trim().toLowerCase();
  return wanted === '' ? columns : columns.filter((column) => column.toLowerCase().includes(wanted));
}

function withRolesFirst(columns: readonly string[], given: GivenRoles, used: ReadonlySet<string>): string[] {
  const hasRole = (column: string) => used.has(column) || roleOf(column, given, used) !== 'keep';
  return [...columns.filter(hasRole), ...columns.filter((column) => !hasRole(column))];
}
