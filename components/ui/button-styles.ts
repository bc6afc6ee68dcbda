/** What a button is for: the one thing to do next, something else, something that destroys, something quiet in a row. */
export type ButtonKind = 'primary' | 'secondary' | 'danger' | 'quiet';

const BASE =
  'inline-flex min-h-9 items-center justify-center gap-2 rounded-md px-3.5 py-1.5 text-sm font-medium motion-safe:transition-colors disabled:opacity-60';

const KINDS: Record<ButtonKind, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  secondary: 'border border-line-strong bg-surface text-ink hover:bg-sunken',
  danger: 'border border-bad bg-surface text-bad hover:bg-bad-soft',
  quiet: 'text-accent hover:bg-accent-soft',
};

/** The same looks for buttons and for links that look like one. */
export function buttonClass(kind: ButtonKind): string {
  return `${BASE} ${KINDS[kind]}`;
}
