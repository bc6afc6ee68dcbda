import { useState } from 'react';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { type LabelRow, rowsOf, textsOf } from './label-rows.ts';
import type { SetDraft } from './run-draft.ts';

let rowCount = 0;

/** A name for a row within this page. */
export function newRowId(): string {
  rowCount += 1;
  return `label-${rowCount}`;
}

/** The form's labels as rows. They follow the form when something else fills it in, such as a template. */
export function useLabelRows({ labels, descriptions }: RunDraft, setDraft: SetDraft) {
  const [rows, setRows] = useState(() => rowsOf(labels, descriptions, [], newRowId));
  const [texts, setTexts] = useState({ labels, descriptions });
  if (texts.labels !== labels || texts.descriptions !== descriptions) {
    setTexts({ labels, descriptions });
    setRows(rowsOf(labels, descriptions, rows, newRowId));
  }
  function save(next: readonly LabelRow[]) {
    const written = textsOf(next);
    setRows([...next]);
    setTexts(written);
    setDraft(written);
  }
  return { rows, save };
}
