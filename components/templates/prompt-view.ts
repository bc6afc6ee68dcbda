import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { Compartment, EditorState, Transaction } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import type { Mark } from '#lib/templates/marks.ts';
import { columnCompletion } from './column-completion.ts';
import { holeChips } from './hole-chips.ts';
import { fixMark, type MarkSource, promptMarks } from './prompt-marks.ts';
import { promptTheme } from './prompt-theme.ts';
import { spacedPiece } from './spaced-piece.ts';
import { textEchoes } from './text-echoes.ts';

export type PromptViewOptions = MarkSource & {
  parent: HTMLElement;
  text: string;
  /** What stood there before anything was typed: the first step back leads there. */
  untouched: string;
  /** Where the cursor is, and whether the person was writing when this took the place of a plain field. */
  selection: { start: number; end: number } | null;
  /** How far the plain field was scrolled. */
  scrollPx: number;
  hint: string;
  minHeight: string;
  attributes: Record<string, string>;
  onText: (text: string) => void;
  onFocus: () => void;
};

export type PromptView = {
  /** Shows this text, unless it is one that the editor said itself and that comes back late. */
  setText(text: string): void;
  /** Puts a piece behind the cursor or what is selected; nothing is written over. */
  insert(piece: string): void;
  select(range: { start: number; end: number }): void;
  fix(mark: Mark): void;
  setAttributes(attributes: Record<string, string>): void;
  focus(): void;
  destroy(): void;
};

/** The editor of a prompt. Loaded only where somebody writes one: nothing else of the product needs it. */
export function openPromptView(options: PromptViewOptions): PromptView {
  const attributes = new Compartment();
  const { text, selection, scrollPx, parent } = options;
  const echoes = textEchoes();
  const onText = (typed: string) => {
    echoes.note(typed);
    options.onText(typed);
  };
  let isFirst = true;
  const notice = (typed: string) => !isFirst && onText(typed);
  const view = new EditorView({ parent, state: stateOf({ ...options, onText: notice }, attributes) });
  // Typed into the plain field: the page knows of it, the editor's memory does not yet.
  if (linesOf(text) !== view.state.doc.toString()) replaceAll(view, linesOf(text));
  isFirst = false;
  if (selection) {
    const length = view.state.doc.length;
    view.dispatch({ selection: { anchor: Math.min(selection.start, length), head: Math.min(selection.end, length) } });
    view.focus();
  } else view.dispatch({ selection: { anchor: linesOf(text).length } });
  view.scrollDOM.scrollTop = scrollPx;
  return {
    setText(next) {
      if (echoes.isNews(linesOf(next), view.state.doc.toString())) replaceAll(view, linesOf(next));
    },
    insert(piece) {
      const { to } = view.state.selection.main;
      const insert = spacedPiece(view.state.doc.toString(), to, piece);
      const spec = { changes: { from: to, insert }, selection: { anchor: to + insert.length } };
      view.dispatch({ ...spec, scrollIntoView: true, userEvent: 'input.paste' });
      view.focus();
    },
    select({ start, end }) {
      view.dispatch({ selection: { anchor: start, head: end }, scrollIntoView: true });
      view.focus();
    },
    fix: (mark) => fixMark(view, mark),
    setAttributes: (next) => view.dispatch({ effects: attributes.reconfigure(EditorView.contentAttributes.of(next)) }),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

function stateOf(options: PromptViewOptions, attributes: Compartment): EditorState {
  return EditorState.create({
    doc: linesOf(options.untouched),
    extensions: [
      history(),
      columnCompletion(options.columns),
      // Tab is not among these keys: it leaves the field, as everywhere.
      keymap.of([...defaultKeymap, ...historyKeymap]),
      EditorView.lineWrapping,
      holeChips(options.columns),
      promptMarks(options),
      placeholder(options.hint),
      promptTheme,
      // Less the border, which a plain field counts as its own.
      EditorView.theme({ '.cm-content': { minHeight: `calc(${options.minHeight} - 2px)` } }),
      attributes.of(EditorView.contentAttributes.of(options.attributes)),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) options.onText(update.state.doc.toString());
        if (update.focusChanged && update.view.hasFocus) options.onFocus();
      }),
    ],
  });
}

/** What comes from outside, such as a task card, can be undone like anything typed. */
function replaceAll(view: EditorView, text: string): void {
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: text },
    selection: { anchor: text.length },
    annotations: Transaction.userEvent.of('input.replace'),
  });
}

/** The editor knows one kind of line break. */
function linesOf(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
