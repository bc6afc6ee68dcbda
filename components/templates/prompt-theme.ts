import { EditorView } from '@codemirror/view';

/** The look of a text field of ours, in the colors of the page: they follow its light and dark by themselves. */
export const promptTheme = EditorView.theme({
  '&': {
    backgroundColor: 'var(--surface)',
    color: 'var(--ink)',
    border: '1px solid var(--line-strong)',
    borderRadius: '0.375rem',
    fontSize: '0.875rem',
  },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '2px' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: '1.5', maxHeight: '28rem', overflow: 'auto' },
  '.cm-content': { padding: '0.375rem 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 0.75rem' },
  '.cm-placeholder': { color: 'var(--ink-muted)' },
  '.cm-hole': {
    backgroundColor: 'var(--accent-soft)',
    color: 'var(--accent)',
    borderRadius: '0.25rem',
    boxShadow: '0 0 0 1px var(--accent)',
    // As wide as the same letters without a chip: no letter moves when the editor takes the place of the plain field.
    padding: '0 1px',
    margin: '0 -1px',
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    backgroundColor: 'var(--bad-soft)',
    textDecoration: 'underline wavy var(--bad) 1px',
    textUnderlineOffset: '3px',
    textDecorationSkipInk: 'none',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface)',
    color: 'var(--ink)',
    border: '1px solid var(--line)',
    borderRadius: '0.5rem',
    boxShadow: '0 10px 25px rgb(0 0 0 / 0.15)',
    overflow: 'hidden',
    zIndex: '40',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'inherit', fontSize: '0.75rem', maxHeight: '16rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    padding: '0.375rem 0.75rem',
    maxWidth: '20rem',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent)',
    color: 'var(--on-accent)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-diagnostic': { padding: '0.5rem 0.75rem', maxWidth: '24rem', border: 'none', whiteSpace: 'normal' },
  '.cm-diagnosticAction': {
    display: 'block',
    margin: '0.375rem 0 0',
    padding: '0.125rem 0.5rem',
    backgroundColor: 'var(--surface)',
    color: 'var(--accent)',
    border: '1px solid var(--line-strong)',
    borderRadius: '0.375rem',
  },
});
