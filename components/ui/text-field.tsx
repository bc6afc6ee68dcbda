'use client';

import { type InputHTMLAttributes, type Ref, useId } from 'react';

const BOX =
  'min-h-9 w-full rounded-md border border-line-strong bg-surface px-3 py-1.5 text-sm text-ink placeholder:text-ink-muted aria-invalid:border-bad';

type FieldElement = HTMLInputElement | HTMLTextAreaElement;

type TextFieldProps = {
  label: string;
  name: string;
  type?: 'text' | 'email' | 'password' | 'url' | 'number' | 'search' | 'datetime-local';
  description?: string;
  /** A sentence under the field, read out with it. */
  error?: string | undefined;
  defaultValue?: string | undefined;
  value?: string;
  onChange?: (value: string) => void;
  isRequired?: boolean;
  isDisabled?: boolean;
  autoComplete?: string;
  autoFocus?: boolean;
  placeholder?: string;
  minLength?: number;
  maxLength?: number;
  /** More than one makes a text area. */
  rows?: number;
  /** Cell values, ids and prompts. */
  isMono?: boolean;
  /** What the browser offers while one types a line. */
  suggestions?: readonly string[];
  /** The text area itself, where a cursor has to be known. */
  areaRef?: Ref<HTMLTextAreaElement>;
  onFocus?: () => void;
} & Pick<InputHTMLAttributes<FieldElement>, 'onKeyDown' | 'onPaste'>;

/** A labeled line or area of text. Controlled with `value` and `onChange`, or left to its form. */
export function TextField(props: TextFieldProps) {
  const { label, description, error, rows = 1, type = 'text', areaRef, suggestions, ...rest } = props;
  const id = useId();
  const describedBy = [description && `${id}-description`, error !== undefined && `${id}-error`].filter(Boolean);
  const common = {
    ...boxProps(rest),
    id,
    ...(describedBy.length > 0 && { 'aria-describedby': describedBy.join(' ') }),
    ...(error !== undefined && { 'aria-invalid': true }),
  };
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {rows > 1 ? (
        <textarea {...common} rows={rows} {...(areaRef && { ref: areaRef })} />
      ) : (
        <input {...common} type={type} {...(suggestions && { list: `${id}-known` })} />
      )}
      {suggestions && (
        <datalist id={`${id}-known`}>
          {suggestions.map((text) => (
            <option key={text} value={text} />
          ))}
        </datalist>
      )}
      {description && (
        <span id={`${id}-description`} className="text-xs text-ink-muted">
          {description}
        </span>
      )}
      {error !== undefined && (
        <span id={`${id}-error`} className="text-sm text-bad">
          {error}
        </span>
      )}
    </div>
  );
}

type BoxProps = Omit<TextFieldProps, 'label' | 'description' | 'error' | 'rows' | 'type' | 'areaRef' | 'suggestions'>;

/** What a line and an area have in common. Required is said, not enforced: an empty field gets a sentence of ours. */
function boxProps({ isRequired, isDisabled, isMono = false, onChange, ...rest }: BoxProps) {
  return {
    ...rest,
    ...(isRequired && { 'aria-required': true }),
    ...(isDisabled && { disabled: true }),
    ...(onChange && { onChange: ({ target }: { target: FieldElement }) => onChange(target.value) }),
    className: isMono ? `${BOX} font-mono` : BOX,
  };
}
