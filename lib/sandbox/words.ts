const STOP_WORDS = new Set(
  (
    'a about after again all also am an and any are as at be been before being but by can could did do does doing for from ' +
    'get got had has have he her here hers him his how i if in into is it its just like me my no of on or our ' +
    'out own please she should so some such than that the their them then there these they this those to too us ' +
    'very was we were what when where which while who why will with would you your s t re ve ll d m'
  ).split(' '),
);

/** Lower-case words of a text; camelCase, snake_case and kebab-case are taken apart. */
export function wordsOf(text: string): string[] {
  const spaced = text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').toLowerCase();
  return spaced.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** A word without its English ending: "transferred" and "transfers" meet at "transfer". */
export function stemOf(word: string): string {
  if (word.length <= 3) return word;
  let stem = word.replace(/(ies|ied)$/, 'y').replace(/(ments|ment|ings|ing|ed|es|s|ly)$/, '');
  if (stem.length < 3) stem = word;
  stem = stem.replace(/e$/, '');
  return /([bdfglmnprt])\1$/.test(stem) ? stem.slice(0, -1) : stem;
}

/** Words that carry the meaning, stemmed, each once, in their order. */
export function stemsOf(text: string): Set<string> {
  const stems = new Set<string>();
  for (const word of wordsOf(text)) if (!STOP_WORDS.has(word)) stems.add(stemOf(word));
  return stems;
}

/** Up to `count` words that say what a text is about: the longer ones first in the text, as they were written. */
export function keywordsOf(text: string, count: number): string[] {
  const seen = new Set<string>();
  const found: { word: string; at: number }[] = [];
  for (const [at, word] of (text.slice(0, 1000).match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? []).entries()) {
    const key = stemOf(word.toLowerCase());
    if (word.length < 3 || word.length > 30 || STOP_WORDS.has(word.toLowerCase()) || seen.has(key)) continue;
    seen.add(key);
    found.push({ word, at });
  }
  const longest = found.toSorted((a, b) => b.word.length - a.word.length || a.at - b.at).slice(0, count);
  return longest.toSorted((a, b) => a.at - b.at).map(({ word }) => word);
}
