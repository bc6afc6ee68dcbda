'use client';

import { Check, ChevronsUpDown, Search } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import {
  Autocomplete,
  Button,
  Header,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Popover,
  SearchField,
  Select,
  SelectValue,
  useFilter,
} from 'react-aria-components';
import { Badge } from './badge.tsx';
import { CHOICE_CLASS, type SearchOption, type SearchSelectProps } from './search-groups.ts';

/** The choice with its list, which it opens as soon as it is there: somebody has just asked for it. */
export default function SearchSelect({ label, searchLabel, groups, value, onChange, description }: SearchSelectProps) {
  const { contains } = useFilter({ sensitivity: 'base' });
  const descriptionId = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    // The focus comes back here when the list closes.
    button.current?.focus();
    setOpen(true);
  }, []);
  const chosen = groups.flatMap((group) => group.options).find((option) => option.id === value);
  return (
    <Select
      isOpen={isOpen}
      onOpenChange={setOpen}
      value={value}
      onChange={(key) => key !== null && onChange(String(key))}
      className="flex flex-col gap-1"
      {...(description && { 'aria-describedby': descriptionId })}
    >
      <Label className="text-sm font-medium">{label}</Label>
      <Button ref={button} className={CHOICE_CLASS}>
        <SelectValue className="min-w-0 truncate">{chosen?.title ?? 'Choose'}</SelectValue>
        <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-muted" />
      </Button>
      {description && (
        <p id={descriptionId} className="text-xs text-ink-muted">
          {description}
        </p>
      )}
      <Popover className="flex max-h-[26rem] w-[32rem] max-w-[calc(100vw-2rem)] flex-col rounded-lg border border-line bg-surface shadow-xl">
        <Autocomplete filter={contains}>
          <SearchField aria-label={searchLabel} autoFocus className="flex items-center gap-2 border-b border-line px-3">
            <Search aria-hidden className="size-4 shrink-0 text-ink-muted" />
            <Input
              placeholder={searchLabel}
              className="min-h-10 w-full bg-transparent text-sm text-ink outline-none placeholder:text-ink-muted"
            />
          </SearchField>
          <ListBox
            aria-label={label}
            className="min-h-0 grow overflow-auto p-1 outline-none"
            renderEmptyState={() => <p className="px-3 py-4 text-ink-muted">Nothing is called like that.</p>}
          >
            {groups.map((group) => (
              <ListBoxSection key={group.id} id={group.id}>
                <Header className="px-3 pt-3 pb-1 text-xs text-ink-muted">{group.title}</Header>
                {group.options.map((option) => (
                  <Option key={option.id} option={option} />
                ))}
              </ListBoxSection>
            ))}
          </ListBox>
        </Autocomplete>
      </Popover>
    </Select>
  );
}

function Option({ option }: { option: SearchOption }) {
  return (
    <ListBoxItem
      id={option.id}
      textValue={option.title}
      className="group flex cursor-pointer items-center gap-2 rounded-md px-3 py-1.5 outline-none data-focused:bg-accent-soft"
    >
      <Check aria-hidden className="size-4 shrink-0 text-accent opacity-0 group-data-selected:opacity-100" />
      <span className="min-w-0 grow">
        <span className="flex flex-wrap items-center gap-x-2 font-medium">
          {option.title} {option.mark && <Badge>{option.mark}</Badge>}
        </span>
        <span className="block text-xs text-ink-muted tabular-nums">{option.detail}</span>
      </span>
      {option.hint && <span className="shrink-0 text-xs text-ink-muted tabular-nums">{option.hint}</span>}
    </ListBoxItem>
  );
}
