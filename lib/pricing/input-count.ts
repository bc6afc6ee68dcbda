/** The input of all requests of a run, in the few sums that its price needs. */
export type InputCount = {
  requests: number;
  tokens: number;
  /** Those of them that are so long that the price of long inputs holds for them, and their tokens. */
  longRequests: number;
  longTokens: number;
  /** How many of the requests were counted; the rest is told by these. */
  counted: number;
  /** How far `tokens` may lie from the truth: three standard errors of the sample, 0 where every request was counted. */
  spreadTokens: number;
};

/** Requests that are alike, of which some are counted and stand for the others. */
export type StratumSums = { requests: number; counted: number; tokens: number; squares: number } & {
  longCounted: number;
  longTokens: number;
};

/** Of many samples, 997 in 1,000 lie within so many standard errors of the truth. */
const STANDARD_ERRORS = 3;

export function emptySums(requests: number): StratumSums {
  return { requests, counted: 0, tokens: 0, squares: 0, longCounted: 0, longTokens: 0 };
}

/** Counts one more request of a stratum. `longFrom`: the most tokens a request may have before it is priced as a long one. */
export function addRequest(sums: StratumSums, tokens: number, longFrom: number | null): void {
  sums.counted += 1;
  sums.tokens += tokens;
  sums.squares += tokens * tokens;
  if (longFrom === null || tokens <= longFrom) return;
  sums.longCounted += 1;
  sums.longTokens += tokens;
}

/**
 * What all requests come to: in each stratum, the mean of those counted times how many it has. The error of the sum is the root
 * of the summed errors of the strata, each with its own variance; a stratum that was counted whole has none.
 */
export function sumStrata(strata: readonly StratumSums[]): InputCount {
  const total = { requests: 0, tokens: 0, longRequests: 0, longTokens: 0, counted: 0, variance: 0 };
  for (const stratum of strata) {
    const { requests, counted } = stratum;
    total.requests += requests;
    total.counted += counted;
    if (counted === 0) continue;
    const weight = requests / counted;
    total.tokens += stratum.tokens * weight;
    total.longRequests += stratum.longCounted * weight;
    total.longTokens += stratum.longTokens * weight;
    total.variance += varianceOf(stratum);
  }
  const { variance, ...sums } = total;
  return {
    ...sums,
    tokens: Math.round(sums.tokens),
    longRequests: Math.round(sums.longRequests),
    longTokens: Math.round(sums.longTokens),
    spreadTokens: Math.round(STANDARD_ERRORS * Math.sqrt(variance)),
  };
}

function varianceOf({ requests, counted, tokens, squares }: StratumSums): number {
  if (counted >= requests || counted < 2) return 0;
  const ofOne = Math.max(0, (squares - tokens ** 2 / counted) / (counted - 1));
  return (requests * (requests - counted) * ofOne) / counted;
}

/** All requests by those that were counted, taken as they came: one stratum. */
export function countOfSample(requests: number, tokens: readonly number[], longFrom: number | null): InputCount {
  const sums = emptySums(requests);
  for (const each of tokens) addRequest(sums, each, longFrom);
  return sumStrata([sums]);
}

/** Every request was counted, so the sum is no guess. */
export function isExact({ requests, counted }: InputCount): boolean {
  return counted >= requests;
}

/** The same requests as another counter counts them, which finds so many more or fewer tokens. */
export function scaleCount(count: InputCount, factor: number): InputCount {
  return {
    ...count,
    tokens: Math.round(count.tokens * factor),
    longTokens: Math.round(count.longTokens * factor),
    spreadTokens: Math.round(count.spreadTokens * factor),
  };
}
