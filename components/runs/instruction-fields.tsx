import { useRef } from 'react';
import { Card } from '#components/ui/card.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { Issue } from '#lib/errors.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { ColumnChips } from './column-chips.tsx';
import { issueAt, type SetDraft } from './run-draft.ts';

type InstructionFieldsProps = {
  draft: RunDraft;
  setDraft: SetDraft;
  columns: readonly string[];
  issues: readonly Issue[];
};

/** What is said to the model for each row. */
export function InstructionFields({ draft, setDraft, columns, issues }: InstructionFieldsProps) {
  const system = useRef<HTMLTextAreaElement>(null);
  const user = useRef<HTMLTextAreaElement>(null);
  const lastFocused = useRef<'system' | 'user'>('user');

  function insert(text: string) {
    const field = lastFocused.current;
    const area = (field === 'system' ? system : user).current;
    const value = draft[field];
    const start = area?.selectionStart ?? value.length;
    const end = area?.selectionEnd ?? value.length;
    setDraft({ [field]: value.slice(0, start) + text + value.slice(end) });
    // The cursor goes behind what was inserted, once the field has it.
    requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(start + text.length, start + text.length);
    });
  }

  return (
    <Card title="Instruction">
      <div className="flex flex-col gap-4">
        <TextField
          label="Instruction for each row"
          name="user"
          rows={6}
          isMono
          isRequired
          areaRef={user}
          onFocus={() => {
            lastFocused.current = 'user';
          }}
          value={draft.user}
          onChange={(value) => setDraft({ user: value })}
          error={issueAt(issues, 'prompt.user')}
          placeholder="Which topic is this message about? Message: {{text}}"
        />
        <ColumnChips columns={columns} onInsert={insert} />
        <TextField
          label="Role (optional)"
          name="system"
          rows={2}
          isMono
          areaRef={system}
          onFocus={() => {
            lastFocused.current = 'system';
          }}
          value={draft.system}
          onChange={(value) => setDraft({ system: value })}
          error={issueAt(issues, 'prompt.system')}
          description="Who the model should be, the same for every row: “You label support messages of a bank.”"
        />
      </div>
    </Card>
  );
}
