'use client';

import { Check, ChevronDown } from 'lucide-react';
import { LazyMenu } from './lazy-menu.tsx';
import { useMenu } from './use-menu.ts';

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
  const { opener, menu } = useMenu();
  return (
    <>
      <button
        type="button"
        {...opener}
        aria-label={label}
        className="inline-flex min-h-7 items-center gap-0.5 rounded-r-md px-1.5 text-xs text-ink-muted hover:bg-accent-soft"
      >
        {shown}
        <ChevronDown aria-hidden className="size-3.5" />
      </button>
      <LazyMenu
        menu={menu}
        placement="bottom start"
        chosenId={value}
        onChoose={(id) => {
          const choice = choices.find((one) => one.value === id);
          if (choice) onChoose(choice.value);
        }}
        entries={choices.map((choice) => ({
          ...{ id: choice.value, label: choice.label, isDisabled: choice.isDisabled ?? false },
          content: (
            <>
              <Check aria-hidden className={`mt-0.5 size-4 shrink-0 ${choice.value === value ? '' : 'invisible'}`} />
              <span>
                <span className="block font-medium">{choice.label}</span>
                <span className="block text-xs text-ink-muted">{choice.description}</span>
              </span>
            </>
          ),
        }))}
      />
    </>
  );
}
