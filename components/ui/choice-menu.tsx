'use client';

import { Check, ChevronDown } from 'lucide-react';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';

export type MenuChoice<V extends string> = { value: V; label: string; description: string; isDisabled?: boolean };

type ChoiceMenuProps<V extends string> = {
  /** What is chosen here, in full: "Role of column text: ID". */
  label: string;
  /** What stands on the small button; nothing but the arrow when empty. */
  shown: string;
  choices: readonly MenuChoice<V>[];
  value: V;
  onChoose: (value: V) => void;
};

/** A small button that opens one choice of a few, each with a line on what it means. */
export function ChoiceMenu<V extends string>({ label, shown, choices, value, onChoose }: ChoiceMenuProps<V>) {
  return (
    <MenuTrigger>
      <AriaButton
        aria-label={label}
        className="inline-flex min-h-7 items-center gap-0.5 rounded-r-md px-1.5 text-xs text-ink-muted hover:bg-accent-soft"
      >
        {shown}
        <ChevronDown aria-hidden className="size-3.5" />
      </AriaButton>
      <Popover
        placement="bottom start"
        className="w-72 max-w-[calc(100vw-2rem)] rounded-lg border border-line bg-surface p-1 shadow-xl"
      >
        <Menu
          aria-label={label}
          className="outline-none"
          selectionMode="single"
          selectedKeys={[value]}
          disabledKeys={choices.filter((choice) => choice.isDisabled).map((choice) => choice.value)}
          onAction={(key) => {
            const choice = choices.find((one) => one.value === key);
            if (choice) onChoose(choice.value);
          }}
        >
          {choices.map((choice) => (
            <MenuItem
              key={choice.value}
              id={choice.value}
              textValue={choice.label}
              className="flex gap-2 rounded-md px-3 py-2 outline-none data-disabled:text-ink-muted data-focused:bg-accent-soft"
            >
              <Check aria-hidden className={`mt-0.5 size-4 shrink-0 ${choice.value === value ? '' : 'invisible'}`} />
              <span>
                <span className="block font-medium">{choice.label}</span>
                <span className="block text-xs text-ink-muted">{choice.description}</span>
              </span>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
