import { compileText } from './compile-text.ts';
import { compilePrompt } from './render.ts';
import { scanPrompt } from './scan.ts';
import type { Prompt } from './schema.ts';

/** A piece of a rendered text: the prompt's own words, or what came from the sheet. */
export type Piece = { text: string; isFromSheet: boolean };

/** Where the private use characters begin: nearly no text has them, and the first two that this row does not have are taken. */
const FIRST_PRIVATE = 0xe000;
const LAST_PRIVATE = 0xf8ff;

/**
 * A prompt filled with one row, in the pieces it is made of. Put together, the pieces of a text are exactly what
 * `compilePrompt` makes of it; where they could not be told apart, they are one piece of the prompt's own.
 * @throws AppError `invalid` for a prompt with mistakes, `too_large` when filters blow a row up.
 */
export function renderPieces(
  prompt: Prompt,
  columns: readonly string[],
  values: readonly string[],
  guide: string | null = null,
): { system: Piece[] | null; user: Piece[] } {
  const sent = compilePrompt(prompt, columns, guide).render(values);
  const user = piecesOf(sent.user, prompt.user, columns, values);
  if (sent.system === undefined) return { system: null, user };
  const ownText = prompt.system?.trim() ? prompt.system : '';
  return { system: piecesOf(sent.system, ownText, columns, values), user };
}

/** `whole` begins with the filled `source`; what comes behind it is the same for every row. */
function piecesOf(whole: string, source: string, columns: readonly string[], values: readonly string[]): Piece[] {
  const onePiece = whole === '' ? [] : [{ text: whole, isFromSheet: false }];
  const brackets = unusedCharacters(source, values);
  if (brackets === null) return onePiece;
  const [open, close] = brackets;
  const marked = compileText(markSheet(source, columns, open, close), columns, 'prompt.user').render?.(values) ?? '';
  const pieces: Piece[] = [];
  for (const [index, part] of marked.split(open).entries()) {
    // Before the first bracket everything is the prompt's own.
    const end = index === 0 ? -1 : part.indexOf(close);
    if (end > 0) pieces.push({ text: part.slice(0, end), isFromSheet: true });
    if (end + 1 < part.length) pieces.push({ text: part.slice(end + 1), isFromSheet: false });
  }
  const filled = pieces.map((piece) => piece.text).join('');
  if (!whole.startsWith(filled)) return onePiece;
  const rest = whole.slice(filled.length);
  return rest === '' ? pieces : [...pieces, { text: rest, isFromSheet: false }];
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

/** Two characters that neither the text nor the row has, or null where nearly every candidate is taken. */
function unusedCharacters(source: string, values: readonly string[]): [open: string, close: string] | null {
  const found: string[] = [];
  for (let code = FIRST_PRIVATE; code <= LAST_PRIVATE; code++) {
    const character = String.fromCharCode(code);
    if (source.includes(character) || values.some((value) => value.includes(character))) continue;
    found.push(character);
    const [open, close] = found;
    if (open !== undefined && close !== undefined) return [open, close];
  }
  return null;
}
