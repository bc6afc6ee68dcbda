'use client';

import type { ComponentProps, Ref } from 'react';
import { TextField as AriaTextField, FieldError, Input, Label, Text, TextArea } from 'react-aria-components';

const BOX =
  'w-full rounded-md border border-line-strong bg-surface px-3 py-1.5 text-sm text-ink placeholder:text-ink-muted data-invalid:border-bad';

type TextFieldProps = {
  label: string;
  name: string;
  type?: 'text' | 'email' | 'password' | 'url' | 'number' | 'search';
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
  /** The text area itself, where a cursor has to be known. */
  areaRef?: Ref<HTMLTextAreaElement>;
  onFocus?: () => void;
} & Pick<ComponentProps<typeof AriaTextField>, 'onKeyDown' | 'onPaste'>;

/** A labeled line or area of text. Controlled with `value` and `onChange`, or left to its form. */
export function TextField(props: TextFieldProps) {
  const {
    label,
    description,
    error,
    rows = 1,
    isMono = false,
    areaRef,
    placeholder,
    value,
    defaultValue,
    ...rest
  } = props;
  const box = isMono ? `${BOX} font-mono` : BOX;
  return (
    <AriaTextField
      {...rest}
      {...(value !== undefined && { value })}
      {...(defaultValue !== undefined && { defaultValue })}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className="flex flex-col gap-1"
    >
      <Label className="text-sm font-medium">{label}</Label>
      {rows > 1 ? (
        <TextArea
          rows={rows}
          {...(areaRef && { ref: areaRef })}
          {...(placeholder && { placeholder })}
          className={box}
        />
      ) : (
        <Input {...(placeholder && { placeholder })} className={box} />
      )}
      {description && (
        <Text slot="description" className="text-xs text-ink-muted">
          {description}
        </Text>
      )}
      <FieldError className="text-sm text-bad">{error}</FieldError>
    </AriaTextField>
  );
}
