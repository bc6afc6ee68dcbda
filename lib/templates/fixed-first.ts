import { scanPrompt } from './scan.ts';

type Paragraph = { text: string; isFixed: boolean };

/** Words of a paragraph that say where something else stands. */
const POINTS_ELSEWHERE = /\b(?:above|below|preceding|previous|earlier)\b/i;
const NUMBERED = /^\s*(?:\d+|[a-z])[.)]\s/i;
const MAX_LEAD_IN_CHARS = 60;

/**
 * An instruction with the fixed paragraphs that stand behind its first column moved before it; nothing is changed inside a paragraph.
 * Null where there are none, or where another order might say something else: with Liquid, with quotes or tags that are open across
 * paragraphs, with numbered parts, and where a paragraph says what is above or below it. A heading or a line such as `Message:` stays with its
 * column, and a last line such as `Answer:` stays last.
 */
export function fixedFirst(source: string, columns: readonly string[]): string | null {
  const paragraphs = paragraphsOf(source, columns);
  const first = paragraphs?.findIndex(({ isFixed }) => !isFixed) ?? -1;
  if (!paragraphs || first < 0 || paragraphs.some(({ text }) => isOpen(text))) return null;
  const isMoved = (at: number) => at > first && isFixedAt(paragraphs, at) && !isLeadIn(paragraphs, at);
  const moved = paragraphs.filter((_, at) => isMoved(at));
  const staying = paragraphs.filter((_, at) => !isMoved(at));
  const isTold = moved.some(({ text }) => POINTS_ELSEWHERE.test(text));
  const isNumbered = [moved, staying].every((all) => all.some(({ text }) => NUMBERED.test(text)));
  if (moved.length === 0 || isTold || isNumbered) return null;
  let place = first;
  while (place > 0 && isLeadIn(paragraphs, place - 1)) place -= 1;
  return [...staying.slice(0, place), ...moved, ...staying.slice(place)].map(({ text }) => text).join('\n\n');
}

/** Null where the text has more than plain holes, or a hole goes on over an empty line. */
function paragraphsOf(source: string, columns: readonly string[]): Paragraph[] | null {
  const segments = scanPrompt(source, columns);
  if (segments.some(({ kind }) => kind === 'code' || kind === 'unknown')) return null;
  const paragraphs: Paragraph[] = [];
  let start = 0;
  for (const part of source.split(/(\n[ \t]*(?:\n[ \t]*)+)/)) {
    const end = start + part.length;
    const isFixed = !segments.some((segment) => segment.kind === 'hole' && segment.start < end && segment.end > start);
    if (part.trim() !== '') paragraphs.push({ text: part.replace(/^\n+|\n+$/g, ''), isFixed });
    else if (!isFixed) return null;
    start = end;
  }
  return paragraphs;
}

function isFixedAt(paragraphs: readonly Paragraph[], at: number): boolean {
  return paragraphs[at]?.isFixed ?? false;
}

/** Whether a paragraph only says what comes next, and so belongs to it. */
function isLeadIn(paragraphs: readonly Paragraph[], at: number): boolean {
  const text = paragraphs[at]?.text.trim() ?? '';
  if (!isFixedAt(paragraphs, at)) return false;
  const isHead = text.endsWith(':') || (text.startsWith('#') && !text.includes('\n'));
  if (at === paragraphs.length - 1) return isHead && text.length <= MAX_LEAD_IN_CHARS;
  if (isFixedAt(paragraphs, at + 1)) return isHead && isLeadIn(paragraphs, at + 1);
  return isHead || text.length <= MAX_LEAD_IN_CHARS;
}

/** Whether something is begun here and not ended, or the other way round. */
function isOpen(text: string): boolean {
  const isOdd = (mark: RegExp) => (text.match(mark)?.length ?? 0) % 2 === 1;
  const opened = text.match(/<[a-z][\w-]*>/gi)?.length ?? 0;
  const closed = text.match(/<\/[a-z][\w-]*>/gi)?.length ?? 0;
  return isOdd(/```/g) || isOdd(/"""/g) || isOdd(/^[-*_=]{3,}$/gm) || opened !== closed;
}
