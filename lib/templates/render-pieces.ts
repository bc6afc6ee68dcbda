import { AppError } from '#lib/errors.ts';
import { compileText } from './compile-text.ts';
import { scanPrompt } from './scan.ts';

/** A piece of a rendered text: the prompt's own words, or what came from the sheet. */
export type Piece = { text: string; isFromSheet: boolean };

/** Where the private use characters begin: nearly no text has them, and the first one that this row does not have is taken. */
const FIRST_PRIVATE = 0xe000;
const LAST_PRIVATE = 0xf8ff;

/**
 * One text filled with one row, as `compilePrompt` fills it, in the pieces it is made of. Put together the pieces are
 * exactly what is sent; where they could not be told apart, they are one piece of the prompt's own.
 * @throws AppError `invalid` for a text with mistakes, `too_large` when filters blow a row up.
 */
export function renderPieces(source: string, columns: readonly string[], values: readonly string[]): Piece[] {
  const whole = renderText(source, columns, values);
  const [open, close] = unusedCharacters(source, values);
  const marked = open && close ? renderText(markSheet(source, columns, open, close), columns, values) : whole;
  const pieces: Piece[] = [];
  for (const [index, part] of marked.split(open || '\0').entries()) {
    if (index === 0) pieces.push({ text: part, isFromSheet: false });
    else {
      const end = part.indexOf(close);
      pieces.push({ text: part.slice(0, end), isFromSheet: true }, { text: part.slice(end + 1), isFromSheet: false });
    }
  }
  const filled = pieces.filter((piece) => piece.text !== '');
  const isSame = filled.map((piece) => piece.text).join('') === whole;
  return isSame ? filled : [{ text: whole, isFromSheet: false }];
}

function renderText(source: string, columns: readonly string[], values: readonly string[]): string {
  const { render, problems } = compileText(source, columns, 'prompt.user');
  if (!render)
    throw new AppError('invalid', problems.map((problem) => problem.message).join(' '), { issues: problems });
  return render(values);
}

/** The same text with a character before and one behind each output. One that trims the space around it must stay next to that space. */
function markSheet(source: string, columns: readonly string[], open: string, close: string): string {
  return scanPrompt(source, columns)
    .map(({ kind, start, end }) => {
      const text = source.slice(start, end);
      const isOutput = kind === 'hole' || (kind === 'code' && text.startsWith('{{'));
      const isTrimming = text.startsWith('{{-') || text.endsWith('-}}');
      return isOutput && !isTrimming ? open + text + close : text;
    })
    .join('');
}

/** Two characters that neither the prompt nor the row has; empty ones where every candidate is taken. */
function unusedCharacters(source: string, values: readonly string[]): [open: string, close: string] {
  const found: string[] = [];
  for (let code = FIRST_PRIVATE; code <= LAST_PRIVATE && found.length < 2; code++) {
    const character = String.fromCharCode(code);
    if (!source.includes(character) && !values.some((value) => value.includes(character))) found.push(character);
  }
  return [found[0] ?? '', found[1] ?? ''];
}
