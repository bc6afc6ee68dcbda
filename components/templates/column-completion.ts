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
import { EditorState, type Extension } from '@codemirror/state';
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

/** Writes the name and whatever of `}}` is not there yet, and puts the cursor behind it. */
function fill(view: EditorView, completion: Completion, from: number, to: number): void {
  const { doc } = view.state;
  const close = /^\s*-?\}{1,2}/.exec(doc.sliceString(to, to + 8))?.[0] ?? '';
  const space = doc.sliceString(from - 1, from) === ' ' ? ' ' : '';
  const insert = `${completion.label}${space}}}`;
  view.dispatch({
    changes: { from, to: to + close.length, insert },
    selection: { anchor: from + insert.length },
    scrollIntoView: true,
    userEvent: 'input.complete',
    annotations: pickedCompletion.of(completion),
  });
}
