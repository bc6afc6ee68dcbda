import type { Template } from 'liquidjs';
import type { Issue } from '#lib/errors.ts';
import { explainLiquidError, hasRange, liquidEngine, renderLiquid } from './liquid.ts';
import { nearestName } from './nearest.ts';
import { type Segment, scanPrompt } from './scan.ts';

/** `missing` is the name that is no column, where that is the problem. */
export type Problem = Issue & { missing?: string };

/** One prompt text made ready: `usedColumns` are column indexes, ascending. With `problems`, `render` is null. */
export type CompiledText = {
  usedColumns: number[];
  problems: Problem[];
  render: ((values: readonly string[]) => string) | null;
};

type Scope = { name: string; columnIndex: number }[];

const MAX_PROBLEMS = 20;

/**
 * Compiles one text. Texts of only plain holes are joined directly; everything else goes through Liquid, with each hole
 * replaced by a safe variable, so that a column may have any name and a cell is never read as a template.
 */
export function compileText(source: string, columns: readonly string[], path: string): CompiledText {
  const segments = scanPrompt(source, columns);
  const joined = compileJoin(source, segments);
  if (joined) return joined;
  const problems: Problem[] = [];
  const addUnknown = (name: string, line: number) => {
    problems.push({ message: unknownSentence(name, columns), path, line, missing: name });
  };
  for (const segment of segments) {
    if (segment.kind === 'unknown') addUnknown(segment.name, lineAt(source, segment.start));
    if (hasForbiddenRange(source, segment))
      problems.push({
        message: rangeSentence(path, lineAt(source, segment.start)),
        path,
        line: lineAt(source, segment.start),
      });
  }
  const compiled = compileLiquid(source, segments, columns, { path, problems, addUnknown });
  const unique = uniqueBy(problems, (problem) => problem.message).slice(0, MAX_PROBLEMS);
  return { ...compiled, problems: unique, render: unique.length === 0 ? compiled.render : null };
}

function compileJoin(source: string, segments: readonly Segment[]): CompiledText | null {
  const texts: string[] = [''];
  const holes: number[] = [];
  for (const segment of segments) {
    if (segment.kind === 'text') texts[holes.length] = source.slice(segment.start, segment.end);
    else if (segment.kind === 'hole' && segment.before === '' && segment.after === '}}') {
      holes.push(segment.columnIndex);
      texts[holes.length] = '';
    } else return null;
  }
  const first = texts[0] ?? '';
  return {
    usedColumns: ascending(holes),
    problems: [],
    render(values) {
      let text = first;
      for (let i = 0; i < holes.length; i++) text += (values[holes[i] ?? 0] ?? '') + (texts[i + 1] ?? '');
      return text;
    },
  };
}

type Report = { path: string; problems: Problem[]; addUnknown(name: string, line: number): void };

function compileLiquid(
  source: string,
  segments: readonly Segment[],
  columns: readonly string[],
  report: Report,
): Omit<CompiledText, 'problems'> {
  const prefix = unusedPrefix(source, columns);
  const liquid = segments.map((segment) => toLiquid(source, segment, prefix)).join('');
  const holes = segments.flatMap((segment) => (segment.kind === 'hole' ? [segment.columnIndex] : []));
  const scope: Scope = ascending(holes).map((columnIndex) => ({ name: prefix + columnIndex, columnIndex }));
  let templates: Template[];
  try {
    templates = liquidEngine().parse(liquid);
    for (const variable of variablesIn(templates)) {
      if (variable.root.startsWith(prefix)) continue;
      const columnIndex = columns.indexOf(variable.root);
      if (columnIndex === -1 || !variable.isCell) report.addUnknown(variable.name, variable.line);
      else scope.push({ name: variable.root, columnIndex });
    }
  } catch (error) {
    const { message, line } = explainLiquidError(error);
    const where = `The ${promptName(report.path)} has a mistake${line === null ? '' : ` on line ${line}`}.`;
    report.problems.push({ message: `${where} ${message}`, path: report.path, ...(line === null ? {} : { line }) });
    return { usedColumns: ascending(holes), render: null };
  }
  return {
    usedColumns: ascending(scope.map((entry) => entry.columnIndex)),
    render: (values) => renderLiquid(templates, scopeOf(scope, values)),
  };
}

function scopeOf(scope: Scope, values: readonly string[]): object {
  const variables: Record<string, string> = Object.create(null);
  for (const { name, columnIndex } of scope) variables[name] = values[columnIndex] ?? '';
  return variables;
}

type Variable = { root: string; name: string; line: number; isCell: boolean };

/** Every variable the templates read. A cell is text, so `.size` is all that may stand behind its name. */
function variablesIn(templates: Template[]): Variable[] {
  const found: Variable[] = [];
  const { variables } = liquidEngine().analyzeSync(templates, { partials: false });
  for (const uses of Object.values(variables)) {
    for (const use of uses) {
      const [root] = use.segments;
      const name = use.segments.join('.');
      const isCell = use.segments.length === 1 || (use.segments.length === 2 && use.segments[1] === 'size');
      found.push({ root: String(root), name, line: use.location.row, isCell: isCell && typeof root === 'string' });
    }
  }
  return found;
}

/** Line breaks inside a hole are kept, so that a line Liquid names is the line of the prompt. */
function toLiquid(source: string, segment: Segment, prefix: string): string {
  const text = source.slice(segment.start, segment.end);
  if (segment.kind === 'unknown') return `{{ ""${breaksIn(text)} }}`;
  if (segment.kind !== 'hole') return text;
  const head = source.slice(segment.start, segment.end - segment.after.length);
  return `{{${segment.before} ${prefix}${segment.columnIndex}${breaksIn(head)} ${segment.after}`;
}

function hasForbiddenRange(source: string, segment: Segment): boolean {
  if (segment.kind === 'hole') return hasRange(segment.after);
  if (segment.kind !== 'code') return false;
  const code = source.slice(segment.start, segment.end);
  return !/^\{%-?\s*(?:raw|comment|#)/.test(code) && hasRange(code);
}

/** A variable name that neither the prompt nor a column begins with. */
function unusedPrefix(source: string, columns: readonly string[]): string {
  let prefix = 'column_';
  while (source.includes(prefix) || columns.some((column) => column.startsWith(prefix))) prefix += '_';
  return prefix;
}

/** What is said about a hole that names no column. */
export function unknownSentence(name: string, columns: readonly string[]): string {
  if (name === '') return 'A pair of braces {{}} is empty. Put the name of a column between them.';
  const nearest = nearestName(name, columns);
  const advice = nearest === null ? '' : ` Did you mean {{${nearest}}}?`;
  return `{{${name}}} is not a column of this dataset.${advice}`;
}

function rangeSentence(path: string, line: number): string {
  return `The ${promptName(path)} has a mistake on line ${line}. Round brackets such as (1..9) are not available.`;
}

function promptName(path: string): string {
  return path === 'prompt.system' ? 'system instruction' : 'instruction';
}

function breaksIn(text: string): string {
  return text.replace(/[^\n]/g, '');
}

function lineAt(source: string, position: number): number {
  return source.slice(0, position).split('\n').length;
}

function ascending(indexes: readonly number[]): number[] {
  return [...new Set(indexes)].sort((a, b) => a - b);
}

function uniqueBy<T>(entries: readonly T[], key: (entry: T) => string): T[] {
  return [...new Map(entries.map((entry) => [key(entry), entry])).values()];
}
