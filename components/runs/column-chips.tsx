import { useMemo, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ChoiceMenu } from '#components/ui/choice-menu.tsx';
import { LazyMenu } from '#components/ui/lazy-menu.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useMenu } from '#components/ui/use-menu.ts';
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
  /** Shows where a column that is in use stands. */
  onShow: (column: string) => void;
};

/** The columns: a press puts one into the instruction, where the cursor is; the arrow says what it is for. */
export function ColumnChips({ columns, used, given, onGive, onInsert, onShow }: ColumnChipsProps) {
  const [search, setSearch] = useState('');
  const matching = useMemo(() => matchingColumns(columns, search), [columns, search]);
  const isLarge = columns.length > MAX_CHIPS;
  // What has a role is in sight, however many columns there are.
  const shown = isLarge && search === '' ? withRolesFirst(matching, given, used) : matching;

  function choose(column: string, role: ColumnRole) {
    onGive(withRole(given, column, role));
    if (role === 'use' && !used.has(column)) afterMenu(() => onInsert(holeFor(column)));
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
            onShow={() => onShow(column)}
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
  onShow: () => void;
  onChoose: (role: ColumnRole) => void;
};

function ColumnChip({ column, role, isUsed, onInsert, onShow, onChoose }: ColumnChipProps) {
  const word = ROLE_WORDS[role];
  return (
    <div
      className={`inline-flex max-w-full rounded-md border border-line-strong ${isUsed ? 'bg-accent-soft' : 'bg-surface'}`}
    >
      {isUsed ? (
        <UsedColumn column={column} onInsert={onInsert} onShow={onShow} />
      ) : (
        <Button kind="piece" label={`Insert column ${column}`} onPress={onInsert}>
          <span className="max-w-48 truncate">{column}</span>
        </Button>
      )}
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

/** A column that is in the instruction already is rarely wanted twice, so a press asks. */
function UsedColumn({ column, onInsert, onShow }: Pick<ColumnChipProps, 'column' | 'onInsert' | 'onShow'>) {
  const { opener, menu } = useMenu();
  return (
    <>
      <Button kind="piece" label={`Column ${column} is in the instruction`} opener={opener}>
        <span className="max-w-48 truncate">{column}</span>
      </Button>
      <LazyMenu
        menu={menu}
        placement="bottom start"
        onChoose={(id) => afterMenu(id === 'show' ? onShow : onInsert)}
        entries={[
          { id: 'show', label: 'Show where it stands', content: 'Show where it stands' },
          { id: 'insert', label: 'Insert it again', content: 'Insert it again' },
        ]}
      />
    </>
  );
}

/** A menu gives the focus back to its button in the frame after it closes; what takes it to the editor comes behind that. */
function afterMenu(action: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(action));
}

function matchingColumns(columns: readonly string[], search: string): readonly string[] {
  const wanted = search.trim().toLowerCase();
  return wanted === '' ? columns : columns.filter((column) => column.toLowerCase().includes(wanted));
}

function withRolesFirst(columns: readonly string[], given: GivenRoles, used: ReadonlySet<string>): string[] {
  const hasRole = (column: string) => used.has(column) || roleOf(column, given, used) !== 'keep';
  return [...columns.filter(hasRole), ...columns.filter((column) => !hasRole(column))];
}
