/** Counting is quadratic in a run without a break, so such runs are cut; 40,000 unspaced letters would take seconds. */
const MAX_RUN_CHARS = 500;
const MESSAGE_OVERHEAD_TOKENS = 3;
const REQUEST_OVERHEAD_TOKENS = 3;

/** Special tokens in a cell, such as `<|endoftext|>`, are text like any other. */
const PLAIN_TEXT = { disallowedSpecial: new Set<string>() };

export type RequestText = { system?: string | undefined; user: string; schema?: object | null };

export type TokenCounter = {
  /** Tokens of a text in the encoding of GPT-4o and later. */
  countTokens(text: string): number;
  /** Input tokens of one request: its messages, their overhead and the JSON schema of the answer. */
  requestTokens(request: RequestText): number;
};

let loading: Promise<TokenCounter> | undefined;

/** Loads the vocabulary (2.4 MB, a quarter of a second) on first use, so that no page carries it unasked. */
export function loadTokenCounter(): Promise<TokenCounter> {
  loading ??= import('gpt-tokenizer/encoding/o200k_base').then((encoding) =>
    counterFrom((text) => encoding.countTokens(text, PLAIN_TEXT)),
  );
  return loading;
}

function counterFrom(countRuns: (text: string) => number): TokenCounter {
  const schemaTokens = new WeakMap<object, number>();
  let lastSystem = { text: '', tokens: 0 };

  function countTokens(text: string): number {
    let tokens = 0;
    for (const piece of cutRuns(text)) tokens += countRuns(piece);
    return tokens;
  }

  function tokensOfSchema(schema: object): number {
    const known = schemaTokens.get(schema);
    if (known !== undefined) return known;
    const tokens = countTokens(JSON.stringify(schema));
    schemaTokens.set(schema, tokens);
    return tokens;
  }

  /** Most runs say the same to every row, so the last system text is remembered. */
  function tokensOfSystem(text: string): number {
    if (lastSystem.text !== text) lastSystem = { text, tokens: countTokens(text) };
    return lastSystem.tokens;
  }

  return {
    countTokens,
    requestTokens({ system, user, schema }) {
      let tokens = REQUEST_OVERHEAD_TOKENS + MESSAGE_OVERHEAD_TOKENS + countTokens(user);
      if (system) tokens += MESSAGE_OVERHEAD_TOKENS + tokensOfSystem(system);
      if (schema) tokens += tokensOfSchema(schema);
      return tokens;
    },
  };
}

/** The text in pieces in which no run of one sort, space or not space, is longer than the limit. No character is split. */
export function cutRuns(text: string): string[] {
  if (text.length <= MAX_RUN_CHARS) return [text];
  const pieces: string[] = [];
  let pieceStart = 0;
  let runStart = 0;
  let wasSpace: boolean | null = null;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const isSpace = code <= 32;
    if (isSpace !== wasSpace) {
      wasSpace = isSpace;
      runStart = i;
    } else if (i - runStart >= MAX_RUN_CHARS && !isLowSurrogate(code)) {
      pieces.push(text.slice(pieceStart, i));
      pieceStart = i;
      runStart = i;
    }
  }
  pieces.push(text.slice(pieceStart));
  return pieces;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
