import { type Ref, useState } from 'react';
import { PromptEditor, type PromptEditorHandle } from '#components/templates/prompt-editor.tsx';

type RoleFieldProps = {
  columns: readonly string[];
  value: string;
  onChange: (value: string) => void;
  onFocus: () => void;
  error: string | undefined;
  ref: Ref<PromptEditorHandle>;
};

/** Who the model should be. Most people need none, so it is folded until it is opened or filled in. */
export function RoleField({ columns, value, onChange, onFocus, error, ref }: RoleFieldProps) {
  const [isWanted, setWanted] = useState(false);
  const isOpen = isWanted || value !== '';
  return (
    <details open={isOpen} onToggle={(event) => setWanted(event.currentTarget.open)}>
      <summary className="w-fit cursor-pointer text-sm font-medium text-accent">Role of the model (optional)</summary>
      {isOpen && (
        <div className="mt-2">
          <PromptEditor
            ref={ref}
            label="Role"
            name="system"
            path="prompt.system"
            rows={2}
            columns={columns}
            value={value}
            onChange={onChange}
            onFocus={onFocus}
            error={error}
            hint="You label support messages of a bank."
            description="Who the model should be, the same for every row."
          />
        </div>
      )}
    </details>
  );
}
