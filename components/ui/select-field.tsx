import { useId } from 'react';

type SelectFieldProps = {
  label: string;
  name: string;
  options: readonly { value: string; label: string }[];
  defaultValue?: string;
  value?: string;
  onChange?: (value: string) => void;
  description?: string;
};

/** A choice of a few. The browser's own list: it works without scripts, with a thumb, and with every screen reader. */
export function SelectField({ label, name, options, description, onChange, ...rest }: SelectFieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <select
        {...rest}
        id={id}
        name={name}
        {...(onChange && { onChange: (event) => onChange(event.target.value) })}
        {...(description && { 'aria-describedby': `${id}-description` })}
        className="min-h-9 w-full rounded-md border border-line-strong bg-surface px-2 text-sm text-ink"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {description && (
        <p id={`${id}-description`} className="text-xs text-ink-muted">
          {description}
        </p>
      )}
    </div>
  );
}
