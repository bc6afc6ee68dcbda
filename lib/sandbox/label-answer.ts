import { numberFrom } from './chance.ts';
import { withoutLabelList } from './label-list.ts';
import { RELATED_WORDS } from './related-words.ts';
import { rowTextOf } from './text-answer.ts';
import { stemOf, stemsOf, wordsOf } from './words.ts';

type Postings = Map<string, { label: number; weight: number }[]>;
/** The labels turned inside out: which labels a word or a run of letters speaks for, and how loudly. */
type LabelIndex = { stems: Postings; grams: Postings };

const MAX_REMEMBERED = 50;
const RELATED_WEIGHT = 0.6;
const LETTERS_WEIGHT = 0.8;
/** What is left of a prompt that listed the labels may share a few letters with one in every row: that is no clue. */
const MIN_CLUE = 0.2;
const indexes = new Map<string, LabelIndex>();

/**
 * The label whose words a text shares most. Words that stand in many labels count little ("card" among 30 card
 * labels), parts of words count a little, and a list of the labels not at all. Ties, and texts with no clue in them, fall
 * by a hash of the text, so the same text always gets the same label.
 */
export function pickLabel(labels: readonly string[], text: string): string {
  const unlisted = withoutLabelList(text, labels);
  const own = rowTextOf(unlisted);
  const minClue = unlisted === text ? 0 : MIN_CLUE;
  const index = indexOf(labels);
  const scores = new Float64Array(labels.length);
  addScores(scores, index.stems, stemsOf(own));
  addScores(scores, index.grams, gramsOf(own));
  const top = scores.reduce((best, score) => Math.max(best, score), 0);
  const best = top < minClue ? labels : labels.filter((_, at) => (scores[at] ?? 0) >= top - 1e-9);
  return best[numberFrom(own) % best.length] ?? '';
}

function addScores(scores: Float64Array, postings: Postings, found: ReadonlySet<string>): void {
  for (const one of found) {
    for (const { label, weight } of postings.get(one) ?? []) scores[label] = (scores[label] ?? 0) + weight;
  }
}

function indexOf(labels: readonly string[]): LabelIndex {
  const key = labels.join('\0');
  const known = indexes.get(key);
  if (known) return known;
  if (indexes.size >= MAX_REMEMBERED) indexes.clear();
  const index = buildIndex(labels);
  indexes.set(key, index);
  return index;
}

function buildIndex(labels: readonly string[]): LabelIndex {
  const index: LabelIndex = { stems: new Map(), grams: new Map() };
  const stemWeights = weigh(labels.map((label) => new Set(wordsOf(label).map(stemOf))));
  const gramWeights = weigh(labels.map(gramsOf));
  for (const [label, weights] of stemWeights.entries()) {
    const norm = sumOf(weights) ** 0.3 || 1;
    for (const [stem, weight] of withRelated(weights)) post(index.stems, stem, { label, weight: weight / norm });
  }
  for (const [label, weights] of gramWeights.entries()) {
    const norm = (sumOf(weights) || 1) / LETTERS_WEIGHT;
    for (const [gram, weight] of weights) post(index.grams, gram, { label, weight: weight / norm });
  }
  return index;
}

function withRelated(weights: ReadonlyMap<string, number>): Map<string, number> {
  const all = new Map(weights);
  for (const [stem, weight] of weights) {
    for (const related of RELATED_WORDS.get(stem) ?? [])
      if (!all.has(related)) all.set(related, weight * RELATED_WEIGHT);
  }
  return all;
}

function post(postings: Postings, key: string, posting: { label: number; weight: number }): void {
  const list = postings.get(key);
  if (list) list.push(posting);
  else postings.set(key, [posting]);
}

/** Each set's members with a weight that falls with the number of sets they are in. */
function weigh(sets: readonly ReadonlySet<string>[]): Map<string, number>[] {
  const uses = new Map<string, number>();
  for (const set of sets) for (const one of set) uses.set(one, (uses.get(one) ?? 0) + 1);
  return sets.map((set) => new Map([...set].map((one) => [one, Math.log(1 + sets.length / (uses.get(one) ?? 1))])));
}

function sumOf(weights: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const weight of weights.values()) sum += weight;
  return sum;
}

/** Runs of four letters inside words: "verification" and "verify" share some although their stems differ. */
function gramsOf(text: string): Set<string> {
  const grams = new Set<string>();
  for (const word of wordsOf(text.slice(0, 2000))) {
    for (let at = 0; at + 4 <= word.length; at++) grams.add(word.slice(at, at + 4));
  }
  return grams;
}
