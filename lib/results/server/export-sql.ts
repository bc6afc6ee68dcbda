import 'server-only';
import pg from 'pg';
import type { ItemStatus } from '#lib/platform/db/generated/enums.ts';
import { CAUSE_WORDS } from '#lib/providers/cause-words.ts';
import { FAILURE_CAUSES } from '#lib/providers/failure-causes.ts';
import { type AboutColumn, shownColumns } from '#lib/results/columns.ts';
import type { ExportOptions } from '#lib/results/schema.ts';
import { isOpen, isOpenStatus } from '#lib/runs/server/open-items.ts';
import { FORMULA_STARTS, PLAIN_NEGATIVE } from '#lib/spreadsheet-guard.ts';

/** What an export needs to know of a run. `unplannedStatus` is for rows that have no item. */
export type ExportRun = {
  id: string;
  name: string;
  /** Whether the sandbox invented the answers. */
  simulated: boolean;
  /** Whether some of its rows failed. */
  hasFailed: boolean;
  datasetId: string;
  rowCount: number;
  /** The rows of a try; none for a run of the first rows. */
  pickedRows?: readonly number[];
  model: string;
  columnNames: string[];
  outputColumns: string[];
  unplannedStatus: ItemStatus;
  meanRowBytes: number;
};

/** PostgreSQL allows 1,664 columns in a result; beyond this many, each line is put together as one text. */
const MAX_SELECTED = 1600;
/** An array is walked from its start for every cell, and unpacked for every cell once it is long: unpack such rows once. */
const MANY_COLUMNS = 16;
const LONG_ROW_BYTES = 1500;

/** Columns of ours whose words come from a provider: they are guarded like cells. */
const FREE_TEXT: readonly AboutColumn[] = ['_error', '_model'];

const literal = pg.escapeLiteral;

export const SEPARATORS = { comma: ',', semicolon: ';' } as const;

/** What of an export's options its SQL says. */
type SqlOptions = Pick<ExportOptions, 'safe' | 'separator' | 'status' | 'columns'>;

/** Whether the CSV of this run has too many columns to be selected one by one. */
export function isWide(run: ExportRun): boolean {
  return run.columnNames.length + run.outputColumns.length > MAX_SELECTED;
}

/** COPY in PostgreSQL's own CSV, without a header; every empty cell is written as nothing at all. */
export function csvSql(run: ExportRun, { safe, separator, status, columns }: SqlOptions): string {
  const isHeavy = run.columnNames.length > MANY_COLUMNS || run.meanRowBytes > LONG_ROW_BYTES;
  const cells = run.columnNames.map((_, index) => `${isHeavy ? 'unpacked.cells' : 'd."values"'}[${index + 1}]`);
  const about = aboutOf(run);
  const selected = [
    ...[...cells, ...outputsOf(run)].map((cell) => csvText(cell, safe)),
    ...shownColumns(run, columns).about.map(({ column }) =>
      FREE_TEXT.includes(column) ? csvText(about[column], safe) : about[column],
    ),
  ];
  // Appending turns the packed array into PostgreSQL's unpacked form; "offset 0" keeps the planner from undoing it.
  const unpack = 'cross join lateral (select array_append(d."values", null::text) as cells offset 0) unpacked';
  return `copy (select ${selected.join(', ')} ${rowsOf(run, status, isHeavy ? unpack : '')}) to stdout (format csv, delimiter ${literal(SEPARATORS[separator])})`;
}

/** The same lines, each one text in PostgreSQL's binary format, for runs that are wide. */
export function wideCsvSql(run: ExportRun, { safe, separator, status, columns }: SqlOptions): string {
  const between = SEPARATORS[separator];
  const about = aboutOf(run);
  const told = shownColumns(run, columns).about.map(({ column }) => about[column]);
  const rest = [...outputsOf(run), ...told].map((sql) => `coalesce((${sql})::text, '')`);
  const cell = safe ? guarded('cell') : 'cell';
  const line = `
    select string_agg(case when shown ~ '["${between}\\n\\r]' then '"' || replace(shown, '"', '""') || '"' else shown end, '${between}'
      order by position) || e'\\n'
    from (select ${cell} as shown, position
      from unnest(d."values" || array[${rest.join(', ')}]) with ordinality as u(cell, position)) cells`;
  return `copy (select (${line}) ${rowsOf(run, status)}) to stdout (format binary)`;
}

/**
 * COPY of one JSON object a line. JSON escapes every control character, so with two of them as quote and delimiter the
 * CSV format passes the lines through untouched.
 */
export function jsonlSql(run: ExportRun, { status, columns }: Pick<SqlOptions, 'status' | 'columns'>): string {
  const shown = shownColumns(run, columns);
  const keys = [...run.columnNames, ...shown.answers];
  const about = { ...aboutOf(run), _cost_usd: `(${costOf()})::text` };
  const pairs = shown.about.map(({ column, name }) => `${literal(name)}, ${about[column]}`);
  const cells = `json_object(array[${keys.map(literal).join(', ')}], d."values" || array[${outputsOf(run).join(', ')}]::text[])`;
  const told = `left(${cells}::text, -1) || ', ' || substr(json_build_object(${pairs.join(', ')})::text, 2)`;
  const line = pairs.length > 0 ? told : `${cells}::text`;
  return `copy (select ${line} ${rowsOf(run, status)}) to stdout (format csv, quote e'\\x01', delimiter e'\\x02')`;
}

/** Rows that are not planned yet have no item: they are there all the same, waiting. */
function rowsOf(run: ExportRun, status: ItemStatus | undefined, more = ''): string {
  return `from "dataset_row" d
    left join "item" i on i."runId" = ${literal(run.id)} and i."rowIndex" = d."rowIndex"
    left join "batch" b on b."id" = i."batchId" ${more}
    where d."datasetId" = ${literal(run.datasetId)} and ${ofRun(run)} ${ofStatus(run, status)}
    order by d."rowIndex"`;
}

function ofRun({ rowCount, pickedRows = [] }: ExportRun): string {
  return pickedRows.length > 0 ? `d."rowIndex" = any(array[${pickedRows.join(', ')}])` : `d."rowIndex" < ${rowCount}`;
}

function ofStatus(run: ExportRun, status: ItemStatus | undefined): string {
  if (status === undefined) return '';
  // A row without an item is only asked for by its state where it has that state.
  if (status === run.unplannedStatus) return `and coalesce(i."status", ${literal(status)}) = ${literal(status)}`;
  return `and i."status" = ${literal(status)} ${isOpenStatus(status) ? `and ${isOpen.sql}` : ''}`;
}

function outputsOf(run: ExportRun): string[] {
  return run.outputColumns.map((_, index) => `i."outputs"[${index + 1}]`);
}

function aboutOf(run: ExportRun): Record<AboutColumn, string> {
  return {
    _row: 'd."rowIndex" + 1',
    _status: `coalesce(i."status", ${literal(run.unplannedStatus)})`,
    _error: errorOf(),
    _attempts: 'coalesce(i."attempts", 0)',
    _model: `case when i."attempts" > 0 then coalesce(b."providerModel", ${literal(run.model)}) end`,
    _input_tokens: 'coalesce(i."inputTokens", 0)',
    _output_tokens: 'coalesce(i."outputTokens", 0)',
    _cost_usd: costOf(),
  };
}

/** `errorWords` in SQL. */
function errorOf(): string {
  const cases = FAILURE_CAUSES.map((cause) => `when ${literal(cause)} then ${literal(`${CAUSE_WORDS[cause].title}.`)}`);
  return `coalesce(i."errorMessage", case i."cause" ${cases.join(' ')} else i."cause" end)`;
}

/** The same text as `usdString` makes: exact, at least six places, no zeros beyond them. */
export function costOf(amount = 'i."costPicoUsd"'): string {
  const usd = `(${amount}::numeric * 0.000000000001)`;
  return `round(${usd}, greatest(6, min_scale(${usd})))`;
}

function csvText(sql: string, safe: boolean): string {
  return `nullif(${safe ? guarded(sql) : sql}, '')`;
}

/** `guardCell` in SQL. */
export function guarded(sql: string): string {
  const starts = literal(`{${FORMULA_STARTS.join(',')}}`);
  return `case when ascii(${sql}) = any(${starts}) and ${sql} !~ ${literal(PLAIN_NEGATIVE)} then '''' || ${sql} else ${sql} end`;
}
