import type { GridColumn } from '#components/ui/grid/grid-column.ts';
import { spentWords } from '#lib/pricing/spent-words.ts';
import type { ResultRow, ResultSheet, ResultsQuery } from '#lib/results/schema.ts';

/** What a column of the results grid shows; `place` counts within the answer columns or the person's own. */
export type ColumnKind = { kind: 'row' | 'answer' | 'state' | 'own' | 'tokens' | 'cost'; place: number };
export type ResultColumn = GridColumn & ColumnKind;

const ANSWER_PX = 176;
const STATE_PX = 144;
/** Where failed rows are looked at, with room for the reason. */
const REASON_PX = 560;
const NUMBER_PX = 112;
const COST_PX = 152;
const WIDEST_PX = 320;
const CHARACTER_PX = 8;

/**
 * Row, answers, state, then the person's own columns and what the row took. The answer stands first and stays in sight: on
 * a telephone, and beside a sheet of a thousand columns, it would else be looked for.
 */
export function resultColumns(
  sheet: ResultSheet,
  view: Pick<ResultsQuery, 'sort' | 'column' | 'desc' | 'status'>,
  { canSort, firstRows }: { canSort: boolean; firstRows: readonly ResultRow[] },
): ResultColumn[] {
  const sortOf = (by: ResultsQuery['sort'], place = 0): Pick<GridColumn, 'sort'> => {
    if (!canSort) return {};
    const isBy = view.sort === by && (by !== 'answer' || view.column === place);
    return { sort: !isBy ? 'none' : view.desc ? 'descending' : 'ascending' };
  };
  const numeric = new Set(sheet.numericColumns);
  const rowDigits = String(sheet.counts.total).length;
  return [
    {
      ...{ kind: 'row', place: 0, key: 'row', label: 'Row', widthPx: 56 + rowDigits * 9 },
      ...{ isPinned: true, isNumeric: true, isRowHead: true },
      ...sortOf('row'),
    },
    ...sheet.outputColumns.map((label, place): ResultColumn => {
      const isPinned = place === 0;
      const looks = { label, hint: 'New', widthPx: answerWidth(label, place, firstRows), isTinted: true, isPinned };
      return { kind: 'answer', place, key: `answer ${place}`, ...looks, ...sortOf('answer', place) };
    }),
    view.status === 'failed'
      ? { kind: 'state', place: 0, key: 'reason', label: 'State and reason', widthPx: REASON_PX }
      : { kind: 'state', place: 0, key: 'state', label: 'State', widthPx: STATE_PX },
    ...sheet.columnNames.map((label, place): ResultColumn => {
      const isNumeric = numeric.has(place);
      return { kind: 'own', place, key: `own ${label}`, label, isNumeric, widthPx: widthOf(label, place, firstRows) };
    }),
    ...(['tokens', 'cost'] as const).map((kind): ResultColumn => {
      const costLabel = sheet.simulated ? spentWords(true).spent : 'Cost';
      const looks =
        kind === 'tokens' ? { label: 'Tokens', widthPx: NUMBER_PX } : { label: costLabel, widthPx: COST_PX };
      return { kind, place: 0, key: kind, ...looks, isNumeric: true, ...sortOf(kind) };
    }),
  ];
}

/** As wide as most of the first cells, within reason. */
function widthOf(label: string, place: number, firstRows: readonly ResultRow[]): number {
  const most = mostChars(firstRows.map(({ values }) => values[place])) ?? WIDEST_PX / CHARACTER_PX;
  return Math.max(NUMBER_PX, fitting(Math.max(most, label.length)));
}

/** The same of answers, beside whose name stands that they are new. They may still be on their way. */
function answerWidth(label: string, place: number, firstRows: readonly ResultRow[]): number {
  const most = mostChars(firstRows.flatMap(({ outputs }) => outputs[place] ?? [])) ?? 0;
  return Math.max(ANSWER_PX, fitting(Math.max(most, label.length + ' New ⇅⇅'.length)));
}

function fitting(characters: number): number {
  return Math.min(WIDEST_PX, 28 + characters * CHARACTER_PX);
}

function mostChars(cells: readonly Cell[]): number | undefined {
  const lengths = cells.map(lengthOf).toSorted((a, b) => a - b);
  return lengths[Math.floor(lengths.length * 0.9)];
}

type Cell = ResultRow['values'][number] | undefined;

function lengthOf(cell: Cell): number {
  return typeof cell === 'string' ? cell.length : WIDEST_PX / CHARACTER_PX;
}
