/**
 * What a card needs to know of a column, measured over the first rows: how long its filled cells are on average, in
 * characters and in words, how many are filled, and how many of those differ.
 */
export type SheetColumn = {
  name: string;
  type: string;
  meanChars: number;
  meanWords: number;
  filledCount: number;
  distinctCount: number;
};

/** The column a card is about. Unsure where several may be meant: then a person has to say which. */
export type TextChoice = { column: SheetColumn | null; isUnsure: boolean };

/** Names and places have two words or so; what somebody wrote has more. */
const MIN_PROSE_WORDS = 2.5;
/** A code is shorter than this and has no space in it. */
const MAX_CODE_CHARS = 40;
/** Longer cells are texts that repeat, not names of something. */
const MAX_LABEL_CHARS = 40;
/** More are no list that a person looks through. */
const MAX_LABELS = 50;

const TEXT_LIKE =
  /(?:^|[ _.-])(?:text|message|comment|body|content|review|feedback|description|note|question|email|letter|answer|word|phrase|sentence)s?$/i;
const LABEL_LIKE =
  /(?:^|[ _.-])(?:labels?|categor(?:y|ies)|class|topics?|types?|intents?|sentiment|tags?|kind|gold|truth)$/i;
const ABOUT_ANSWER = /^_(?:row|status|error|attempts|model|input_tokens|output_tokens|cost_usd)(?:_\d+)?$/;

/**
 * The columns a card may write about: those with a name that are not hidden, and, in a sheet that was downloaded here,
 * not the answers of the run before and what was said about them.
 */
export function listUsableColumns(sheet: readonly SheetColumn[], hidden: ReadonlySet<string>): SheetColumn[] {
  return withoutAnswers(sheet).filter((column) => column.name.trim() !== '' && !hidden.has(column.name));
}

/**
 * The column that holds what people wrote: the longest prose. Without any, the only column that is neither a code nor a
 * number, or the only one of those that is called like a text.
 */
export function findText(columns: readonly SheetColumn[]): TextChoice {
  const [only, ...more] = columns;
  if (more.length === 0) return { column: only ?? null, isUnsure: false };
  const texts = columns.filter((column) => isText(column) && !isCode(column));
  const prose = texts.filter((column) => column.meanWords >= MIN_PROSE_WORDS);
  if (prose.length > 0) return { column: longestOf(prose), isUnsure: false };
  const named = texts.filter((column) => TEXT_LIKE.test(column.name.trim()));
  const [likely, ...others] = named.length > 0 ? named : texts;
  return likely && others.length === 0 ? { column: likely, isUnsure: false } : { column: null, isUnsure: true };
}

/** The column that holds labels, and with them the right answers: called like one, with few short values. */
export function findLabelColumn(sheet: readonly SheetColumn[]): SheetColumn | null {
  const likely = withoutAnswers(sheet).filter(
    (column) =>
      (column.type === 'category' || column.type === 'boolean') &&
      column.meanChars <= MAX_LABEL_CHARS &&
      column.distinctCount <= MAX_LABELS &&
      LABEL_LIKE.test(column.name.trim()),
  );
  // Sheets put what was found out behind what it was found out about.
  return likely.at(-1) ?? null;
}

/** Columns that say something, in the order of the sheet: a number that only counts the rows does not. */
export function findFacts(columns: readonly SheetColumn[], limit: number): SheetColumn[] {
  const facts = columns.filter((column) => !/(?:^|[ _.-])(?:id|nr|no|number|index|row)$/i.test(column.name.trim()));
  return (facts.length > 0 ? facts : columns).slice(0, limit);
}

/** A column before the first that tells of an answer is the answer itself. */
function withoutAnswers(sheet: readonly SheetColumn[]): SheetColumn[] {
  const isAbout = sheet.map((column) => ABOUT_ANSWER.test(column.name));
  const isDownloaded = isAbout.filter(Boolean).length > 2;
  return sheet.filter((_, index) => !(isDownloaded && (isAbout[index] || isAbout[index + 1])));
}

function isText({ type }: SheetColumn): boolean {
  return type === 'text' || type === 'category';
}

/** Different in every row, short and without a space: it names the row, and says nothing about it. */
function isCode({ meanChars, meanWords, filledCount, distinctCount }: SheetColumn): boolean {
  return filledCount > 1 && distinctCount === filledCount && meanWords < 1.2 && meanChars <= MAX_CODE_CHARS;
}

function longestOf(columns: readonly SheetColumn[]): SheetColumn | null {
  return columns.reduce<SheetColumn | null>(
    (best, column) => (best === null || column.meanChars > best.meanChars ? column : best),
    null,
  );
}
