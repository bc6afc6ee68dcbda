/** How many tokens one answer is taken to have, and the sentence that says so beside the estimate. */
export type OutputAssumption = { lowTokens: number; expectedTokens: number; highTokens: number; sentence: string };

/** `isReasoning`: the model thinks before it answers, and its thoughts are paid as output. */
export type AssumptionOptions = { maxOutputTokens?: number | undefined; isReasoning?: boolean };

const TEXT = { low: 20, expected: 150, high: 500 };
const THOUGHT = { low: 0, expected: 300, high: 2_000 };

/** Free text: 20 tokens, expected 150, at most the limit that was set, or 500. */
export function assumeTextOutput(options: AssumptionOptions = {}): OutputAssumption {
  const high = options.maxOutputTokens ?? TEXT.high;
  const tokens = { low: TEXT.low, expected: TEXT.expected, high };
  return assumption(
    tokens,
    options,
    (cut) =>
      `Assumes answers of ${count(cut.expectedTokens)} tokens, ${count(cut.lowTokens)} at least and ${count(cut.highTokens)} at most.`,
  );
}

/** Labels: the tokens of `{"label":"…"}` for the shortest, the mean and the longest label. */
export function assumeLabelOutput(
  labels: readonly string[],
  countTokens: (text: string) => number,
  options: AssumptionOptions = {},
): OutputAssumption {
  const sizes = labels.map((label) => countTokens(JSON.stringify({ label })));
  const mean = Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length));
  const tokens = { low: Math.min(...sizes), expected: mean, high: Math.max(...sizes) };
  return assumption(tokens, options, (cut) =>
    cut.lowTokens === cut.highTokens
      ? `Assumes one label per answer, ${count(cut.expectedTokens)} tokens.`
      : `Assumes one label per answer, ${count(cut.lowTokens)} to ${count(cut.highTokens)} tokens${meanWords(cut)}.`,
  );
}

/** Between two numbers that follow each other there is nothing to say. */
function meanWords({ lowTokens, expectedTokens, highTokens }: Cut): string {
  return expectedTokens > lowTokens && expectedTokens < highTokens ? ` (${count(expectedTokens)} on average)` : '';
}

type Tokens = { low: number; expected: number; high: number };
type Cut = Omit<OutputAssumption, 'sentence'>;

function assumption(tokens: Tokens, options: AssumptionOptions, say: (cut: Cut) => string): OutputAssumption {
  const thought = options.isReasoning ? THOUGHT : { low: 0, expected: 0, high: 0 };
  const limit = options.maxOutputTokens ?? Number.POSITIVE_INFINITY;
  // A model that thinks may use the whole limit for it, whatever the answer is.
  const high = options.isReasoning && options.maxOutputTokens ? limit : tokens.high + thought.high;
  const cut = {
    lowTokens: Math.min(tokens.low + thought.low, limit),
    expectedTokens: Math.min(tokens.expected + thought.expected, limit),
    highTokens: Math.min(high, limit),
  };
  const words = options.isReasoning ? ' What this model thinks before it answers is paid too and is included.' : '';
  return { ...cut, sentence: say(cut) + words };
}

function count(tokens: number): string {
  return tokens.toLocaleString('en-US');
}
