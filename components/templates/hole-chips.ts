import type { Extension } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { findHoles } from '#lib/templates/holes.ts';

const CHIP = Decoration.mark({ class: 'cm-hole', attributes: { spellcheck: 'false' } });

/** Colors each hole that names a column. The cursor steps over it as over one letter; the text stays text. */
export function holeChips(columns: readonly string[]): Extension {
  const plugin = ViewPlugin.fromClass(
    class {
      chips: DecorationSet;
      constructor(view: EditorView) {
        this.chips = chipsOf(view, columns);
      }
      update(update: ViewUpdate) {
        if (update.docChanged) this.chips = chipsOf(update.view, columns);
      }
    },
    {
      decorations: (instance) => instance.chips,
      provide: (self) => EditorView.atomicRanges.of((view) => view.plugin(self)?.chips ?? Decoration.none),
    },
  );
  return plugin;
}

function chipsOf(view: EditorView, columns: readonly string[]): DecorationSet {
  const holes = findHoles(view.state.doc.toString(), columns).filter((hole) => hole.column !== null);
  return Decoration.set(holes.map((hole) => CHIP.range(hole.start, hole.end)));
}
