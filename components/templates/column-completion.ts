import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  pickedCompletion,
} from '@codemirror/autocomplete';
import { isolateHistory } from '@codemirror/commands';
import { EditorState, type Extension, type TransactionSpec } from '@codemirror/state';
import { type EditorView, keymap } from '@codemirror/view';

/** Offers the columns after `{{`. Braces close themselves, so that a hole half written is never read on to the next one. */
export function columnCompletion(columns: readonly string[]): Extension {
  const options = columns.filter((column) => column.trim() !== '').map((label): Completion => ({ label, apply: fill }));
  return [
    EditorState.languageData.of(() => [{ closeBrackets: { brackets: ['{'] } }]),
    closeBrackets(),
    autocompletion({ override: [(context) => completeColumn(context, options)], icons: false }),
    keymap.of([...closeBracketsKeymap, ...completionKeymap]),
  ];
}

function completeColumn(context: CompletionContext, options: readonly Completion[]): CompletionResult | null {
  const open = context.matchBefore(/\{\{-?\s*[^{}|\n]*/);
  if (!open) return null;
  const head = /^\{\{-?\s*/.exec(open.text)?.[0] ?? '';
  return { from: open.from + head.length, options, validFor: /^[^{}|\n]*$/ };
}

function fill(view: EditorView, completion: Completion, from: number, to: number): void {
  const spec = filled(view.state, completion.label, from, to);
  view.dispatch(spec, { annotations: pickedCompletion.of(completion), scrollIntoView: true });
}

/**
 * Writes the name and whatever of `}}` is not there yet, and puts the cursor behind it. It is one step to undo, however
 * fast something is typed or deleted behind it.
 */
export function filled(state: EditorState, label: string, from: number, to: number): TransactionSpec {
  const { doc } = state;
  const close = /^\s*-?\}{1,2}/.exec(doc.sliceString(to, to + 8))?.[0] ?? '';
  const space = doc.sliceString(from - 1, from) === ' ' ? ' ' : '';
  const insert = `${label}${space}}}`;
  return {
    changes: { from, to: to + close.length, insert },
    selection: { anchor: from + insert.length },
    userEvent: 'input.complete',
    annotations: isolateHistory.of('full'),
  };
}
