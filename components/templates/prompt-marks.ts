import { completionStatus } from '@codemirror/autocomplete';
import { type Diagnostic, linter, nextDiagnostic } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { type EditorView, keymap } from '@codemirror/view';
import { findMarks, type Mark } from '#lib/templates/marks.ts';

const LINT_DELAY_MS = 300;

export type MarkSource = { columns: readonly string[]; path: string; onMarks: (marks: Mark[]) => void };

/** Underlines what is wrong, with its sentence and its fix on hover. F8 goes to the next one, Ctrl or Command and the point mends it. */
export function promptMarks(source: MarkSource): Extension {
  return [
    linter((view) => diagnose(view, source), {
      delay: LINT_DELAY_MS,
      // A name that is being picked from the list is not wrong yet.
      needsRefresh: (update) => isPicking(update.view) !== (completionStatus(update.startState) === 'active'),
    }),
    keymap.of([
      { key: 'F8', run: nextDiagnostic },
      { key: 'Mod-.', run: (view) => fixNearest(view, source) },
    ]),
  ];
}

function diagnose(view: EditorView, { columns, path, onMarks }: MarkSource): Diagnostic[] {
  const cursor = view.state.selection.main.head;
  const all = findMarks(view.state.doc.toString(), columns, path);
  const marks = isPicking(view) ? all.filter((mark) => cursor < mark.start || cursor > mark.end) : all;
  onMarks(marks);
  return marks.map((mark) => ({
    from: mark.start,
    to: mark.end,
    severity: 'error',
    message: mark.message,
    actions: mark.fix ? [{ name: mark.fix.label, apply: (target) => fixMark(target, mark) }] : [],
  }));
}

/** Puts the fix of one mark in place, as one step that can be undone. */
export function fixMark(view: EditorView, { start, end, fix }: Mark): boolean {
  if (fix === null) return false;
  view.dispatch({ changes: { from: start, to: end, insert: fix.text }, userEvent: 'input.fix' });
  return true;
}

function fixNearest(view: EditorView, { columns, path }: MarkSource): boolean {
  const cursor = view.state.selection.main.head;
  const marks = findMarks(view.state.doc.toString(), columns, path).filter((mark) => mark.fix !== null);
  const mark = marks.find((one) => one.end >= cursor) ?? marks.at(-1);
  return mark !== undefined && fixMark(view, mark);
}

function isPicking(view: EditorView): boolean {
  return completionStatus(view.state) === 'active';
}
