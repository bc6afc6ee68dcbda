/** Of so many labels of ten a prompt must name, to be one that lists them. */
const LISTED_OF_TEN = 6;
/** Ends of sentences; a colon ends what announces a list or a text. */
const SENTENCE_END = /(?<=[.!?:])(?=\s)/u;
/** The prompt's own words for what to do with a label. */
const TELLS_WHAT_TO_DO = /\b(?:answer|choose|use|pick|label|return|otherwise|classify|category|means?)\b/i;

/**
 * A prompt that lists the labels would match all of them: when most of them are named, the sentences that list or explain
 * them are taken out, and what the row says itself is left. Where nothing is left, only the names are taken out, once each.
 */
export function withoutLabelList(text: string, labels: readonly string[]): string {
  const lower = text.toLowerCase();
  const named = labels.map(patternOf).filter(({ word, pattern }) => lower.includes(word) && pattern.test(text));
  if (named.length < 2 || named.length * 10 < labels.length * LISTED_OF_TEN) return text;
  const lines = text.split('\n').filter((line) => !isExplained(line, named));
  const own = lines
    .flatMap((line) => line.split(SENTENCE_END))
    .filter((sentence) => {
      const count = named.filter(({ pattern }) => pattern.test(sentence)).length;
      return count === 0 || (count === 1 && !TELLS_WHAT_TO_DO.test(sentence));
    });
  const rest = own.join(' ').trim();
  return rest === '' ? named.reduce((left, { pattern }) => left.replace(pattern, ' '), text) : rest;
}

type Named = { word: string; pattern: RegExp };

function patternOf(label: string): Named {
  const word = label.toLowerCase();
  const known = patterns.get(label);
  if (known) return { word, pattern: known };
  if (patterns.size >= MAX_REMEMBERED) patterns.clear();
  const pattern = new RegExp(
    String.raw`(?<![\p{L}\p{N}])${label.replace(SPECIAL, String.raw`\$&`)}(?![\p{L}\p{N}])`,
    'iu',
  );
  patterns.set(label, pattern);
  return { word, pattern };
}

const SPECIAL = /[\\^$.*+?()[\]{}|/]/g;
const MAX_REMEMBERED = 10_000;
const patterns = new Map<string, RegExp>();

/** A line of a list: `- refund: wants money back`. */
function isExplained(line: string, named: readonly Named[]): boolean {
  const words = line.replace(/^[\s\-*•\d.)"“]+/u, '');
  return named.some(
    ({ word, pattern }) => pattern.exec(words)?.index === 0 && /^["”]?\s*[:=–(-]/u.test(words.slice(word.length)),
  );
}
