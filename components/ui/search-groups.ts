export type SearchOption = {
  id: string;
  title: string;
  detail: string;
  mark?: string | undefined;
  hint?: string | undefined;
};
export type SearchGroup = { id: string; title: string; options: readonly SearchOption[] };

export type SearchSelectProps = {
  label: string;
  /** What the list is called where it does not come: "The list of models". */
  listName: string;
  /** What the search field asks for: "Search models". */
  searchLabel: string;
  groups: readonly SearchGroup[];
  value: string;
  onChange: (id: string) => void;
  description?: string;
};

/** The button that shows what is chosen. */
export const CHOICE_CLASS =
  'flex min-h-9 w-full items-center justify-between gap-2 rounded-md border border-line-strong bg-surface px-3 py-1.5 text-left text-sm';
