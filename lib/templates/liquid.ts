import { Liquid, type Template } from 'liquidjs';
import { AppError } from '#lib/errors.ts';

export const TAGS = ['if', 'unless', 'case', 'comment', 'raw', '#'];

/** Every filter is pure and its work is bounded by the length of the cell and the memory limit. */
export const FILTERS = [
  'append',
  'capitalize',
  'default',
  'downcase',
  'first',
  'join',
  'last',
  'prepend',
  'remove',
  'replace',
  'size',
  'slice',
  'split',
  'strip',
  'strip_newlines',
  'truncate',
  'truncatewords',
  'upcase',
];

/** Characters and list entries a single row may create while it is rendered: room for several filters over a 5 MB cell. */
const MEMORY_LIMIT = 32_000_000;
/** There are no loops, so only a stuck process meets this; a slow machine must not. */
const RENDER_LIMIT_MS = 10_000;
const PARSE_LIMIT_CHARS = 4_000_000;

let engine: Liquid | undefined;

/** One engine for everybody: no file system, no loops, no assignments, no date or random filter. Made on first use. */
export function liquidEngine(): Liquid {
  if (engine) return engine;
  engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    templates: {},
    cache: false,
    memoryLimit: MEMORY_LIMIT,
    renderLimit: RENDER_LIMIT_MS,
    parseLimit: PARSE_LIMIT_CHARS,
  });
  for (const name of Object.keys(engine.tags)) if (!TAGS.includes(name)) delete engine.tags[name];
  for (const name of Object.keys(engine.filters)) if (!FILTERS.includes(name)) engine.unregisterFilter(name);
  return engine;
}

/**
 * Whether Liquid code outside quotes has a range such as `(1..9)`. Ranges are refused: one of them can hold a hundred
 * million numbers, and the memory limit counts it only once it is there.
 */
export function hasRange(code: string): boolean {
  return code.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/gs, '').includes('(');
}

/** A sentence about what Liquid refused, and the line it is on. */
export function explainLiquidError(error: unknown): { message: string; line: number | null } {
  const text = error instanceof Error ? error.message : String(error);
  const line = Number(/, line:(\d+)/.exec(text)?.[1] ?? 0) || null;
  return { message: sentenceFor(text.replace(/, line:\d+, col:\d+$/s, '')), line };
}

function sentenceFor(reason: string): string {
  const filter = /^undefined filter: (.*)$/.exec(reason)?.[1];
  if (filter !== undefined) return `There is no filter "${filter}". These work: ${FILTERS.join(', ')}.`;
  const tag = /^tag "(.*)" not found$/.exec(reason)?.[1];
  if (tag === '') return 'The tag {% %} is empty.';
  if (tag && (tag.startsWith('end') || tag.startsWith('els') || tag === 'when'))
    return `{% ${tag} %} belongs to no open {% if %}.`;
  if (tag)
    return `The tag {% ${tag} %} is not available. These are: {% if %}, {% unless %}, {% case %}, {% comment %}, {% raw %}.`;
  if (reason.startsWith('output ')) return 'A "{{" is never closed with "}}".';
  if (reason.startsWith('raw ')) return '{% raw %} is never closed with {% endraw %}.';
  const open = /^tag "?(\{%-?\s*(\S*).*?)"? not closed$/s.exec(reason);
  if (open?.[1]?.endsWith('%}')) return `${open[1]} is never closed with {% end${open[2]} %}.`;
  if (open) return 'A "{%" is never closed with "%}".';
  return `It cannot be read: ${reason}.`;
}

/** Renders one row. @throws AppError `too_large` when the row makes more text than a request may hold. */
export function renderLiquid(templates: Template[], scope: object): string {
  try {
    const text: unknown = liquidEngine().renderSync(templates, scope);
    return typeof text === 'string' ? text : String(text);
  } catch (cause) {
    const { message } = explainLiquidError(cause);
    if (message.includes('limit exceeded'))
      throw new AppError(
        'too_large',
        'The instruction grows too large for this row. Shorten the cell or use fewer filters.',
        {
          cause,
        },
      );
    throw new AppError('invalid', `The instruction cannot be filled in for this row. ${message}`, { cause });
  }
}
