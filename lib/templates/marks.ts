import { compileText, type Problem, unknownSentence } from './compile-text.ts';
import { holeFor } from './holes.ts';
import { nearestName } from './nearest.ts';
import { type Segment, scanPrompt } from './scan.ts';

/** A piece of a prompt that is wrong, why, and what may stand there instead. Offsets are those of the text. */
export type Mark = { start: number; end: number; message: string; fix: { label: string; text: string } | null };

/** Everything that is wrong with a text while it is being written, at its place and in reading order. `path` as in `compileText`. */
export function findMarks(source: string, columns: readonly string[], path: string): Mark[] {
  const { problems } = compileText(source, columns, path);
  if (problems.length === 0) return [];
  const segments = scanPrompt(source, columns);
  const holes = segments.flatMap((segment) => (segment.kind === 'unknown' ? [markHole(source, segment, columns)] : []));
  const said = new Set(holes.map((mark) => mark.message));
  const rest = problems
    .filter((problem) => !said.has(problem.message))
    .map((problem) => markProblem(source, problem, segments, columns));
  return [...holes, ...rest].sort((a, b) => a.start - b.start);
}

/** The text with one mark's fix in place. */
export function applyFix(source: string, { start, end, fix }: Mark): string {
  return fix === null ? source : source.slice(0, start) + fix.text + source.slice(end);
}

function markHole(source: string, segment: Segment & { kind: 'unknown' }, columns: readonly string[]): Mark {
  const { start, end, name } = segment;
  const nearest = name === '' ? null : nearestName(name, columns);
  const fix =
    nearest === null
      ? null
      : {
          label: `Use ${holeFor(nearest)} instead`,
          // Filters behind the name stay.
          text: source.slice(start, end).replace(name, () => nearest),
        };
  return { start, end, message: unknownSentence(name, columns), fix };
}

/** Liquid tells the line of a mistake, not the place: a name is looked for there, anything else marks the code of that line. */
function markProblem(
  source: string,
  { message, line = 1, missing }: Problem,
  segments: readonly Segment[],
  columns: readonly string[],
): Mark {
  const lineStart = startOfLine(source, line);
  const lineEnd = endOfLine(source, lineStart);
  const at = missing === undefined ? -1 : source.indexOf(missing, lineStart);
  if (missing !== undefined && at !== -1 && at < lineEnd) {
    const nearest = nearestName(missing, columns);
    // Inside code only a plain word can be written as it is.
    const isWord = nearest !== null && /^[A-Za-z_]\w*$/.test(nearest);
    const fix = isWord ? { label: `Use ${nearest} instead`, text: nearest } : null;
    return { start: at, end: at + missing.length, message, fix };
  }
  const inLine = segments.filter(
    (segment) =>
      (segment.kind === 'code' || segment.kind === 'hole') && segment.end > lineStart && segment.start < lineEnd,
  );
  const code = culpritOf(inLine, source, message);
  const start = Math.max(code?.start ?? lineStart, lineStart);
  return { start, end: Math.max(start, Math.min(code?.end ?? lineEnd, lineEnd)), message, fix: null };
}

/** The piece of code a sentence speaks of: the one it quotes, the one with the word it quotes, or the first. */
function culpritOf(pieces: readonly Segment[], source: string, message: string): Segment | undefined {
  const textOf = (piece: Segment) => source.slice(piece.start, piece.end);
  const word = /"([^"{}]+)"/.exec(message)?.[1];
  return (
    pieces.find((piece) => message.includes(textOf(piece))) ??
    pieces.find((piece) => word !== undefined && textOf(piece).includes(word)) ??
    pieces.find((piece) => piece.kind === 'code') ??
    pieces[0]
  );
}

function startOfLine(source: string, line: number): number {
  let start = 0;
  for (let left = line - 1; left > 0; left--) {
    const next = source.indexOf('\n', start);
    if (next === -1) return start;
    start = next + 1;
  }
  return start;
}

function endOfLine(source: string, lineStart: number): number {
  const end = source.indexOf('\n', lineStart);
  return end === -1 ? source.length : end;
}
