import { useDeferredValue, useMemo, useRef } from 'react';
import { PromptEditor, type PromptEditorHandle } from '#components/templates/prompt-editor.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Card } from '#components/ui/card.tsx';
import type { Issue } from '#lib/errors.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { columnsWithRole } from '#lib/templates/column-roles.ts';
import { listForbiddenColumns } from '#lib/templates/forbidden-columns.ts';
import { holeFor } from '#lib/templates/holes.ts';
import { columnsUsed } from '#lib/templates/render.ts';
import { ColumnChips } from './column-chips.tsx';
import { LateText } from './late-text.tsx';
import { RoleField } from './role-field.tsx';
import { issueAt, type SetDraft } from './run-draft.ts';
import { TaskCards } from './task-cards.tsx';

type InstructionFieldsProps = {
  datasetId: string;
  draft: RunDraft;
  setDraft: SetDraft;
  columns: readonly string[];
  issues: readonly Issue[];
};

/** What is said to the model for each row. */
export function InstructionFields({ datasetId, draft, setDraft, columns, issues }: InstructionFieldsProps) {
  const system = useRef<PromptEditorHandle>(null);
  const user = useRef<PromptEditorHandle>(null);
  const lastFocused = useRef<'system' | 'user'>('user');
  const settled = useDeferredValue(draft);
  const used = useMemo(() => new Set(columnsUsed(settled, columns)), [settled, columns]);
  const forbidden = useMemo(
    () => listForbiddenColumns(settled, columns, columnsWithRole(settled, 'never')),
    [settled, columns],
  );

  function insert(text: string) {
    const field = lastFocused.current === 'system' && system.current ? system : user;
    field.current?.insert(text);
  }
  function show(column: string) {
    if (!user.current?.show(column)) system.current?.show(column);
  }
  const noteFocus = (field: 'system' | 'user') => () => {
    lastFocused.current = field;
  };

  return (
    <Card title="Instruction">
      <div className="flex flex-col gap-4">
        <TaskCards datasetId={datasetId} draft={draft} setDraft={setDraft} />
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
          onFocus={noteFocus('user')}
          error={draft.user.trim() === '' ? issueAt(issues, 'prompt.user') : issueAt(forbidden, 'prompt.user')}
          hint="Which topic is this message about? Message: {{text}}"
          description="Type {{ to pick a column. Each row’s own cell is put there. Ask one question: a run adds one column, and a second question is a run of its own."
        />
        <ColumnChips columns={columns} used={used} given={draft} onGive={setDraft} onInsert={insert} onShow={show} />
        {draft.goldColumn !== '' && used.has(draft.goldColumn) && (
          <Alert tone="warn" title="The model would see the right answer">
            “{draft.goldColumn}” is the gold answer, and the instruction has it. Take {holeFor(draft.goldColumn)} out,
            or the accuracy means nothing.
          </Alert>
        )}
        <RoleField
          ref={system}
          columns={columns}
          value={draft.system}
          onChange={(value) => setDraft({ system: value })}
          onFocus={noteFocus('system')}
          error={issueAt(forbidden, 'prompt.system')}
        />
        <LateText place="instruction" />
      </div>
    </Card>
  );
}
