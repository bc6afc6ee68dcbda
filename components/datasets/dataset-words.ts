import type { Column } from '#lib/datasets/schema.ts';

const ENCODINGS: Readonly<Record<string, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16 (big-endian)',
  'windows-1252': 'Windows-1252',
};

const DELIMITERS: Readonly<Record<string, string>> = {
  ',': 'Comma',
  ';': 'Semicolon',
  '\t': 'Tab',
  '|': 'Vertical bar',
};

const TYPES: Record<Column['type'], string> = {
  text: 'Text',
  category: 'Category',
  integer: 'Whole number',
  number: 'Number',
  boolean: 'Yes or no',
  date: 'Date',
};

export function encodingWord(encoding: string): string {
  return ENCODINGS[encoding] ?? encoding;
}

export function delimiterWord(delimiter: string): string {
  return DELIMITERS[delimiter] ?? delimiter;
}

export function columnTypeWord(type: Column['type']): string {
  return TYPES[type];
}

export const ENCODING_CHOICES = choices(ENCODINGS);
export const DELIMITER_CHOICES = choices(DELIMITERS);

function choices(words: Readonly<Record<string, string>>): { value: string; label: string }[] {
  return [{ value: '', label: 'Detect' }, ...Object.entries(words).map(([value, label]) => ({ value, label }))];
}

/** Who added a dataset. */
export function adderWords({ createdByName, isSample }: { createdByName: string | null; isSample: boolean }): string {
  return createdByName ?? (isSample ? 'Rowmill' : 'a script');
}
