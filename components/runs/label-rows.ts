import { descriptionsOf, descriptionsText } from '#lib/runs/answer-draft.ts';
import { MAX_LABEL_CHARS } from '#lib/templates/limits.ts';

/** One line of the list of labels. The id stays when the label is written anew or moved. */
export type LabelRow = { id: string; label: string; description: string };
export type NewLabel = { label: string; description: string };

/** The form's two texts as rows; a row that was there before keeps its id. */
export function rowsOf(
  labels: string,
  descriptions: string,
  before: readonly LabelRow[],
  newRowId: () => string,
): LabelRow[] {
  const described = descriptionsOf(descriptions);
  const free = new Map<string, string[]>();
  for (const row of before) free.set(row.label, [...(free.get(row.label) ?? []), row.id]);
  return linesOf(labels).map((label) => ({
    id: free.get(label)?.shift() ?? newRowId(),
    label,
    description: described.get(label) ?? '',
  }));
}

/** The rows as the form's two texts. */
export function textsOf(rows: readonly LabelRow[]): { labels: string; descriptions: string } {
  const described = rows.filter((row) => row.description !== '');
  return {
    labels: rows.map((row) => row.label).join('\n'),
    descriptions: descriptionsText(new Map(described.map((row) => [row.label, row.description]))),
  };
}

/** Every line that says something, without the space around it. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim());
  return lines.filter((line) => line !== '');
}

/**
 * Reads labels as people have them: one a line, a column or two out of a spreadsheet (label, description), a line with
 * commas or semicolons, or a JSON list. Quotes that a spreadsheet put around a cell are taken off.
 */
export function readLabels(text: string): NewLabel[] {
  const listed = jsonList(text);
  if (listed) return listed.map((label) => ({ label, description: '' }));
  const lines = linesOf(text);
  const [first = ''] = lines;
  if (lines.length > 1 || first.includes('\t')) return lines.map(readLine).filter(({ label }) => label !== '');
  const separator = first.includes(';') ? ';' : ',';
  const labels = first.split(separator).map(unquoted);
  return labels.filter((label) => label !== '').map((label) => ({ label, description: '' }));
}

function readLine(line: string): NewLabel {
  const [label = '', ...rest] = line.split('\t');
  return { label: unquoted(label.replace(/,$/, '')), description: rest.map(unquoted).join(' ').trim() };
}

function jsonList(text: string): string[] | null {
  if (!/^\s*\[/.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value)) return null;
    return value.filter((item) => typeof item === 'string').map((item) => item.replace(/\s+/g, ' ').trim());
  } catch {
    return null;
  }
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  const inner = /^"(.*)"$/.exec(trimmed)?.[1];
  return (inner?.replaceAll('""', '"') ?? trimmed).trim();
}

export type Added = { rows: LabelRow[]; added: number; repeated: string[] };

/** The rows with new ones behind them. A label that is there already is not added again, but takes a description it lacks. */
export function addLabels(rows: readonly LabelRow[], labels: readonly NewLabel[], newRowId: () => string): Added {
  const all = [...rows];
  const places = new Map(all.map((row, index) => [row.label, index]));
  const repeated: string[] = [];
  for (const { label, description } of labels) {
    const place = places.get(label);
    if (place === undefined) {
      places.set(label, all.push({ id: newRowId(), label, description }) - 1);
      continue;
    }
    repeated.push(label);
    const row = all[place];
    if (row && row.description === '' && description !== '') all[place] = { ...row, description };
  }
  return { rows: all, added: all.length - rows.length, repeated };
}

/** What is wrong with single rows, by id: said where they stand, before anything is sent. */
export function problemsOf(rows: readonly LabelRow[]): Map<string, string> {
  const problems = new Map<string, string>();
  const first = new Map<string, number>();
  rows.forEach(({ id, label }, index) => {
    const before = first.get(label);
    if (before === undefined) first.set(label, index);
    else problems.set(id, `The same as label ${before + 1}.`);
    if (label.length > MAX_LABEL_CHARS) problems.set(id, `Longer than ${MAX_LABEL_CHARS} characters.`);
  });
  return problems;
}

/** Moves rows in front of or behind another, in the order they have. */
export function moveRows(
  rows: readonly LabelRow[],
  ids: ReadonlySet<string>,
  target: { id: string; isBefore: boolean },
): LabelRow[] {
  if (ids.has(target.id)) return [...rows];
  const moved = rows.filter((row) => ids.has(row.id));
  const rest = rows.filter((row) => !ids.has(row.id));
  const at = rest.findIndex((row) => row.id === target.id);
  if (at === -1) return [...rows];
  return rest.toSpliced(target.isBefore ? at : at + 1, 0, ...moved);
}
