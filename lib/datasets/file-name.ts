export const MAX_NAME_LENGTH = 200;

/** A file's name as a dataset's name: no folders, no `.csv`, never too long, never empty. */
export function nameFromFile(fileName: string): string {
  const base = fileName.replace(/^.*[\\/]/s, '').replace(/\.(?:csv|tsv|txt)$/i, '');
  return withoutControls(base).slice(0, MAX_NAME_LENGTH).toWellFormed() || 'dataset';
}

/** A name on one line. */
export function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
