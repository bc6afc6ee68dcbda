import { history, redo, undo } from '@codemirror/commands';
import { EditorState, type StateCommand, type TransactionSpec } from '@codemirror/state';
import { expect, test } from 'vitest';
import { filled } from './column-completion.ts';

function editor(doc: string) {
  let state = EditorState.create({ doc, extensions: [history()] });
  return {
    text: () => state.doc.toString(),
    change: (spec: (state: EditorState) => TransactionSpec) => {
      state = state.update(spec(state)).state;
    },
    run: (command: StateCommand) => command({ state, dispatch: (transaction) => (state = transaction.state) }),
  };
}

test('a name that is picked closes its hole once, with the space it was begun with', () => {
  for (const [before, after] of [
    ['Dear {{fir', 'Dear {{first name}}'],
    ['Dear {{fir}}', 'Dear {{first name}}'],
    ['Dear {{ fir }}', 'Dear {{ first name }}'],
  ] as const) {
    const { text, change } = editor(before);
    const from = before.indexOf('fir');
    change((state) => filled(state, 'first name', from, from + 3));
    expect(text()).toBe(after);
  }
});

test('a name that is picked and deleted at once comes back with the first undo', () => {
  const { text, change, run } = editor('Dear {{fir}}');
  change((state) => filled(state, 'first name', 7, 10));
  change(({ doc }) => ({ changes: { from: 5, to: doc.length }, userEvent: 'delete.backward' }));
  expect(text()).toBe('Dear ');
  run(undo);
  expect(text()).toBe('Dear {{first name}}');
  run(undo);
  expect(text()).toBe('Dear {{fir}}');
  run(redo);
  expect(text()).toBe('Dear {{first name}}');
});
