/** One piece of a prompt. `code` is Liquid of any other kind; `unknown` is a hole that names no column. */
export type Segment = { start: number; end: number } & (
  | { kind: 'text' }
  | { kind: 'hole'; columnIndex: number; before: '' | '-'; after: string }
  | { kind: 'code' }
  | { kind: 'unknown'; name: string }
);

type Name = { text: string; columnIndex: number };

const SPACE = /\s/;
/** Longer ones are refused: an unclosed quote must not make every hole before it read the rest of the prompt. */
const MAX_OUTPUT_CHARS = 10_000;
const IDENTIFIER = String.raw`[A-Za-z_\u0080-\uffff][\w\u0080-\uffff-]*\??`;
/** What may stand at the head of an output that is not a column: a path such as `text.size`, `["any name"]` or a quoted string. */
const LIQUID_HEAD = new RegExp(
  String.raw`^(?:"[^"]*"|'[^']*'|(?:${IDENTIFIER}|\[\s*(?:"[^"]*"|'[^']*')\s*\])(?:\.${IDENTIFIER})*)$`,
  'u',
);
/** Words that Liquid reads as values. A person who writes `{{empty}}` means a column. */
const LIQUID_WORDS = new Set(['true', 'false', 'nil', 'null', 'empty', 'blank']);

/**
 * Cuts a prompt into text, holes and other Liquid. A hole is `{{name}}` where `name` is a column exactly, whatever
 * characters it has, optionally with filters behind it; the longest name that fits wins. Nothing is trimmed or changed:
 * the segments put together are the prompt.
 */
export function scanPrompt(source: string, columns: readonly string[]): Segment[] {
  const names = namesOf(columns);
  const segments: Segment[] = [];
  let position = 0;
  let textStart = 0;
  while (position < source.length) {
    const segment = segmentAt(source, position, names);
    if (!segment) {
      position = nextBrace(source, position + 1);
      continue;
    }
    if (textStart < position) segments.push({ kind: 'text', start: textStart, end: position });
    segments.push(segment);
    position = segment.end;
    textStart = position;
  }
  if (textStart < source.length) segments.push({ kind: 'text', start: textStart, end: source.length });
  return segments;
}

function segmentAt(source: string, start: number, names: readonly Name[]): Segment | null {
  if (source.startsWith('{%', start)) return { kind: 'code', start, end: tagEnd(source, start) };
  if (!source.startsWith('{{', start)) return null;
  return holeAt(source, start, names) ?? outputAt(source, start, names);
}

function nextBrace(source: string, from: number): number {
  const at = source.indexOf('{', from);
  return at === -1 ? source.length : at;
}

/** Each column under its name and, when that has space around it, also without; longest first. */
function namesOf(columns: readonly string[]): Name[] {
  const byText = new Map<string, number>();
  columns.forEach((text, index) => {
    if (text.trim() !== '' && !byText.has(text)) byText.set(text, index);
  });
  columns.forEach((text, index) => {
    const trimmed = text.trim();
    if (trimmed !== '' && !byText.has(trimmed)) byText.set(trimmed, index);
  });
  return [...byText]
    .map(([text, columnIndex]) => ({ text, columnIndex }))
    .sort((a, b) => b.text.length - a.text.length);
}

function holeAt(source: string, start: number, names: readonly Name[]): Segment | null {
  const inside = start + 2;
  const plain = skipSpace(source, inside);
  const dashed = source[inside] === '-' ? skipSpace(source, inside + 1) : null;
  for (const { text, columnIndex } of names) {
    const places = dashed === null ? [inside, plain] : [inside, plain, dashed];
    for (const place of places) {
      if (!source.startsWith(text, place)) continue;
      const before = place === dashed ? '-' : '';
      const rest = skipSpace(source, place + text.length);
      const close = /^-?\}\}/.exec(source.slice(rest, rest + 3))?.[0];
      if (close) return { kind: 'hole', columnIndex, before, after: close, start, end: rest + close.length };
      if (source[rest] !== '|') continue;
      const end = outputEnd(source, rest);
      if (end !== null) return { kind: 'hole', columnIndex, before, after: source.slice(rest, end), start, end };
    }
  }
  return null;
}

/** An output that is no plain hole. What cannot be Liquid either is somebody's misspelt column. */
function outputAt(source: string, start: number, names: readonly Name[]): Segment {
  const firstClose = source.indexOf('}}', start + 2);
  if (firstClose === -1) return { kind: 'code', start, end: source.length };
  const inner = source.slice(start + 2, firstClose).replace(/^-|-$/g, '');
  const end = outputEnd(source, start + 2);
  const whole = end === null ? inner : source.slice(start + 2, end - 2).replace(/^-|-$/g, '');
  const head = headOf(whole);
  if (end !== null && isLiquidHead(head, names)) return { kind: 'code', start, end };
  return { kind: 'unknown', name: headOf(inner), start, end: firstClose + 2 };
}

/** A quoted text, or a path that begins at a column. */
function isLiquidHead(head: string, names: readonly Name[]): boolean {
  if (!LIQUID_HEAD.test(head) || LIQUID_WORDS.has(head)) return false;
  if (/^["'[]/.test(head)) return true;
  const root = head.split('.')[0];
  return names.some((name) => name.text === root);
}

/** What stands before the first `|` that is not inside quotes; an apostrophe without a partner is no quote. */
function headOf(inner: string): string {
  const quoted = /^(?:"[^"]*"|'[^']*'|[^|"'])*/.exec(inner)?.[0] ?? '';
  const isWhole = quoted.length === inner.length || inner[quoted.length] === '|';
  return (isWhole ? quoted : (inner.split('|')[0] ?? '')).trim();
}

/** Where the output that is open at `from` ends, quotes respected as Liquid does; null when it never does. */
function outputEnd(source: string, from: number): number | null {
  let quote = '';
  const limit = Math.min(source.length, from + MAX_OUTPUT_CHARS);
  for (let i = from; i < limit; i++) {
    const char = source[i];
    if (quote !== '') {
      if (char === '\\') i++;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '}' && source[i + 1] === '}') return i + 2;
  }
  return null;
}

/** The end of a tag; for `raw` and `comment` the end of the whole block, because holes inside it are only text. */
function tagEnd(source: string, start: number): number {
  const close = source.indexOf('%}', start + 2);
  if (close === -1) return source.length;
  const name = /^\{%-?\s*(raw|comment)\b/.exec(source.slice(start, close))?.[1];
  if (!name) return close + 2;
  const block = new RegExp(String.raw`\{%-?\s*end${name}\s*-?%\}`, 'g');
  block.lastIndex = close + 2;
  return block.exec(source) ? block.lastIndex : source.length;
}

function skipSpace(source: string, from: number): number {
  let at = from;
  while (at < source.length && SPACE.test(source[at] ?? '')) at++;
  return at;
}
