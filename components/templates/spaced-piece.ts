const ENDS_A_WORD = /[\p{L}\p{N}.,:;!?%)\]}”»]/u;
const BEGINS_A_WORD = /[\p{L}\p{N}{]/u;

/** A piece as it is put into a text at a place: never glued to a word, a sentence or another piece. */
export function spacedPiece(text: string, at: number, piece: string): string {
  const before = text.slice(0, at).at(-1) ?? '';
  const after = text.slice(at).at(0) ?? '';
  return `${ENDS_A_WORD.test(before) ? ' ' : ''}${piece}${BEGINS_A_WORD.test(after) ? ' ' : ''}`;
}
