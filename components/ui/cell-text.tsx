import { formatCount } from '#lib/format.ts';

/** A code or a date: never broken at its hyphens. */
const TINY_CHARS = 24;
/** More than this is a sentence, which wants room. */
const LINE_CHARS = 40;
const SHORT_CHARS = 160;
const SHORT_LINES = 3;
/** More than this nobody reads in a table; a 5 MB cell must not make a 5 MB page. */
const MAX_CHARS = 4000;

/** A cell exactly as it is, line breaks and all; a long one shows its beginning and opens on demand. `isCut`: the text came cut off. */
export function CellText({ text, isCut = false }: { text: string; isCut?: boolean }) {
  if (text === '') return <span className="text-ink-muted italic">empty</span>;
  if (text.length <= TINY_CHARS && !/\s/.test(text)) return <span className="whitespace-nowrap">{text}</span>;
  const lines = text.slice(0, MAX_CHARS).split(/\r\n|\n|\r/).length;
  if (text.length <= SHORT_CHARS && lines <= SHORT_LINES) {
    const width = text.length > LINE_CHARS ? 'min-w-56' : 'min-w-24';
    return <span className={`block max-w-96 break-words whitespace-pre-wrap ${width}`}>{text}</span>;
  }
  const rest = text.length - MAX_CHARS;
  return (
    <details className="group max-w-96 min-w-64">
      <summary title={text.slice(0, 500)} className="cursor-pointer list-none break-words whitespace-pre-wrap">
        <span className="line-clamp-3 group-open:hidden">{text.slice(0, SHORT_CHARS * 2)}</span>
        <span className="text-xs text-accent underline group-open:hidden">
          {isCut ? 'Show more' : `Show all ${formatCount(text.length)} characters`}
        </span>
        <span className="hidden text-xs text-accent underline group-open:inline">Show less</span>
      </summary>
      <span className="block break-words whitespace-pre-wrap">{text.slice(0, MAX_CHARS)}</span>
      {isCut && <span className="text-xs text-ink-muted">… The row’s own page and the downloads have all of it.</span>}
      {rest > 0 && (
        <span className="text-xs text-ink-muted">
          … and {formatCount(rest)} more characters, kept and downloadable.
        </span>
      )}
    </details>
  );
}
