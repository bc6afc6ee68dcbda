import { useRef, useState } from 'react';
import { PromptEditor, type PromptEditorHandle } from '#components/templates/prompt-editor.tsx';
import { Card } from '#components/ui/card.tsx';
import type { Issue } from '#lib/errors.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { ColumnChips } from './column-chips.tsx';
import { issueAt, type SetDraft } from './run-draft.ts';

type InstructionFieldsProps = {
  datasetId: string;
  draft: RunDraft;
  setDraft: SetDraft;
  columns: readonly string[];
  issues: readonly Issue[];
};

/** What is said to the model for each row. */
export function InstructionFields({ draft, setDraft, columns, issues }: InstructionFieldsProps) {
  const system = useRef<PromptEditorHandle>(null);
  const user = useRef<PromptEditorHandle>(null);
  const lastFocused = useRef<'system' | 'user'>('user');
  const [isRoleOpen, setRoleOpen] = useState(false);

  function insert(text: string) {
    const field = lastFocused.current === 'system' && system.current ? system : user;
    field.current?.insert(text);
  }

  return (
    <Card title="Instruction">
      <div className="flex flex-col gap-4">
        <PromptEditor
          ref={user}
          label="Instruction for each row"
          name="user"
          path="prompt.user"
          rows={6}
          isRequired
          columns={columns}
          value={draft.user}
          onChange={(value) => setDraft({ user: value })}
          onFocus={() => {
            lastFocused.current = 'user';
          }}
          error={draft.user.trim() === '' ? issueAt(issues, 'prompt.user') : undefined}
          hint="Which topic is this message about? Message: {{text}}"
          description="Type {{ to pick a column. Each row’s own cell is put there."
        />
        <ColumnChips columns={columns} onInsert={insert} />
        <details open={isRoleOpen || draft.system !== ''} onToggle={(event) => setRoleOpen(event.currentTarget.open)}>
          <summary className="w-fit cursor-pointer text-sm font-medium text-accent">
            Role of the model (optional)
          </summary>
          {(isRoleOpen || draft.system !== '') && (
            <div className="mt-2">
              <PromptEditor
                ref={system}
                label="Role"
                name="system"
                path="prompt.system"
                rows={3}
                columns={columns}
                value={draft.system}
                onChange={(value) => setDraft({ system: value })}
                onFocus={() => {
                  lastFocused.current = 'system';
                }}
                hint="You label support messages of a bank."
                description="Who the model should be, the same for every row."
              />
            </div>
          )}
        </details>
      </div>
    </Card>
  );
}
