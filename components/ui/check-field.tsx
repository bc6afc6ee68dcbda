import { useId } from 'react';

type CheckFieldProps = {
  label: string;
  description?: string;
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
};

/** One thing that is so or not. */
export function CheckField({ label, description, isChecked, onChange }: CheckFieldProps) {
  const id = useId();
  return (
    <div className="flex gap-2">
      <input
        id={id}
        type="checkbox"
        checked={isChecked}
        onChange={(event) => onChange(event.target.checked)}
        {...(description && { 'aria-describedby': `${id}-description` })}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <div>
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {description && (
          <p id={`${id}-description`} className="text-xs text-ink-muted">
            {description}
          </p>
        )}
      </div>
    </div>
  );
}
