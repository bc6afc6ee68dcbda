import type { MenuChoice } from '#components/ui/choice-menu.tsx';
import type { ColumnRole } from '#lib/templates/column-roles.ts';

/** What stands beside a column's name; a column that is only kept needs no word. */
export const ROLE_WORDS: Record<ColumnRole, string> = {
  use: 'in use',
  keep: '',
  id: 'ID',
  gold: 'gold answer',
  never: 'never sent',
};

/** The roles a column may be given, with what each does. */
export function roleChoices(isUsed: boolean): MenuChoice<ColumnRole>[] {
  return [
    { value: 'use', label: 'Use', description: 'Goes into the instruction, with each row’s own cell.' },
    {
      value: 'keep',
      label: 'Keep',
      description: isUsed
        ? 'It is in the instruction. Take it out there first.'
        : 'Stays in your sheet. Not sent, because the instruction does not have it.',
      isDisabled: isUsed,
    },
    { value: 'id', label: 'ID', description: 'Names the row on screen, such as a ticket number.' },
    { value: 'gold', label: 'Gold answer', description: 'Holds the right answer, to measure the model against.' },
    { value: 'never', label: 'Never send', description: 'Refused in the instruction, even by mistake.' },
  ];
}
