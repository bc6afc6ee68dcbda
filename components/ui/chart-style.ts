/** Words and numbers along the axes. */
export const CHART_TICK = { fill: 'var(--ink-muted)', fontSize: 12 };

/** The box that says what is under the pointer. */
export const CHART_TOOLTIP = {
  background: 'var(--surface)',
  border: '1px solid var(--line)',
  borderRadius: 6,
  color: 'var(--ink)',
};

/** A line in that box: its name says which it is, because the colors of the drawing are too pale for words. */
export const CHART_TOOLTIP_ITEM = { color: 'var(--ink)' };
