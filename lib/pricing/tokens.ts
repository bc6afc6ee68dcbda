/** Counting is quadratic in a run without a break, so such runs are cut; 40,000 unspaced letters would take seconds. */
const MAX_RUN_CHARS = 500;
/** A longer text is counted in pieces, so that whoever counts can do something else in between. */
const MAX_PIECE_CHARS = 32_768;
const MESSAGE_OVERHEAD_TOKENS = 3;
const REQUEST_OVERHEAD_TOKENS = 3;

/** Special tokens in a cell, such as `<|endoftext|>`, are text like any other. */
const PLAIN_TEXT = { disallowedSpecial: new Set<string>() };

/** How a model cuts text into tokens. */
export const ENCODINGS = ['o200k_base', 'cl100k_base'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** GPT-4 before GPT-4o, GPT-3.5 and the embeddings cut text in the older way. */
const OLDER = /(?:^|[/:])(?:gpt-3|gpt-4(?!o|\.\d)|text-embedding-)/;

/** Models nobody has heard of are taken for new ones. */
export function encodingFor(model: string): Encoding {
  return OLDER.test(model.toLowerCase()) ? 'cl100k_base' : 'o200k_base';
}

export type RequestText = { system?: string | undefined; user: string; schema?: object | null };

export type TokenCounter = {
  /** Tokens of a text in the encoding of the counter. */
  countTokens(text: string): number;
  /** Input tokens of one request: its messages, their overhead and the JSON schema of the answer. */
  requestTokens(request: RequestText): number;
  /** The same in parts that add up to it; counting one part takes a few milliseconds at most. */
  requestSteps(request: RequestText): Iterable<number>;
};

const loading = new Map<Encoding, Promise<TokenCounter>>();

/** Loads the vocabulary (2.4 MB, a quarter of a second) on first use, so that no page carries it unasked. */
export function loadTokenCounter(encoding: Encoding = 'o200k_base'): Promise<TokenCounter> {
  const loaded = loading.get(encoding) ?? load(encoding);
  loading.set(encoding, loaded);
  return loaded;
}

async function load(encoding: Encoding): Promise<TokenCounter> {
  const { countTokens } =
    encoding === 'o200k_base'
      ? await import('gpt-tokenizer/encoding/o200k_base')
      : await import('gpt-tokenizer/encoding/cl100k_base');
  return counterFrom((text) => countTokens(text, PLAIN_TEXT));
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
  function* stepsOfSystem(text: string): Generator<number> {
    if (lastSystem.text === text) return yield lastSystem.tokens;
    let tokens = 0;
    for (const piece of cutRuns(text)) {
      const more = countRuns(piece);
      tokens += more;
      yield more;
    }
    lastSystem = { text, tokens };
  }

  function* requestSteps({ system, user, schema }: RequestText): Generator<number> {
    yield REQUEST_OVERHEAD_TOKENS + MESSAGE_OVERHEAD_TOKENS;
    for (const piece of cutRuns(user)) yield countRuns(piece);
    if (system) {
      yield MESSAGE_OVERHEAD_TOKENS;
      yield* stepsOfSystem(system);
    }
    if (schema) yield tokensOfSchema(schema);
  }

  return {
    countTokens,
    requestSteps,
    requestTokens(request) {
      let tokens = 0;
      for (const more of requestSteps(request)) tokens += more;
      return tokens;
    },
  };
}

/**
 * The text in pieces in which no run of one sort, space or not space, is longer than the limit. Long text is cut between words
 * besides, where the count stays what it is. No character is split.
 */
export function cutRuns(text: string): string[] {
  if (text.length <= MAX_RUN_CHARS) return [text];
  const pieces: string[] = [];
  let pieceStart = 0;
  let runStart = 0;
  let wasSpace: boolean | null = null;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const isSpace = code <= 32;
    const isTooLong = isSpace === wasSpace && i - runStart >= MAX_RUN_CHARS && !isLowSurrogate(code);
    if (isTooLong || (i - pieceStart >= MAX_PIECE_CHARS && isBetweenWords(text, i))) {
      pieces.push(text.slice(pieceStart, i));
      pieceStart = i;
      runStart = i;
    }
    if (isSpace !== wasSpace) {
      wasSpace = isSpace;
      runStart = i;
    }
  }
  pieces.push(text.slice(pieceStart));
  return pieces;
}

/** Every encoding begins a new word at a space behind a letter; behind other signs it may not. */
function isBetweenWords(text: string, at: number): boolean {
  return text.charCodeAt(at) === 32 && /[a-z]/i.test(text.charAt(at - 1));
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
