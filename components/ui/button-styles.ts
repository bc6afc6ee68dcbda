/**
 * What a button is for: the one thing to do next, something else, something that destroys, something quiet in a row, a piece to pick, a picture with a name,
 * the left half of a pair. */
export type ButtonKind = 'primary' | 'secondary' | 'danger' | 'quiet' | 'chip' | 'icon' | 'piece';

const BASE = 'inline-flex items-center justify-center rounded-md motion-safe:transition-colors disabled:opacity-60';
const NORMAL = 'min-h-9 gap-2 px-3.5 py-1.5 text-sm font-medium';

const KINDS: Record<ButtonKind, string> = {
  primary: `${NORMAL} bg-accent text-on-accent hover:bg-accent-hover`,
  secondary: `${NORMAL} border border-line-strong bg-surface text-ink hover:bg-sunken`,
  danger: `${NORMAL} border border-bad bg-surface text-bad hover:bg-bad-soft`,
  quiet: `${NORMAL} text-accent hover:bg-accent-soft`,
  piece: 'min-h-7 rounded-r-none border-r border-line px-2 py-0.5 font-mono text-xs text-ink hover:bg-accent-soft',
  icon: 'size-9 text-ink-muted hover:bg-sunken hover:text-ink',
  chip: 'min-h-7 border border-line-strong bg-surface px-2 py-0.5 font-mono text-xs text-ink hover:bg-accent-soft',
};

/** The same looks for buttons and for links that look like one. */
export function buttonClass(kind: ButtonKind): string {
  return `${BASE} ${KINDS[kind]}`;
}
