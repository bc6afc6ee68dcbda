import { defaultColumn } from './output-schema.ts';
import { compileValueParser, type ParsedAnswer, quoted } from './parse-answer.ts';
import type { Output } from './schema.ts';

/** What a model said to one row of a request: its answer, or that it has two. */
export type PackedEntry = ParsedAnswer | 'twice';

/** An answer to several rows: its entries by key. `invented` counts entries under keys that were not asked for. */
export type PackedAnswers =
  | { ok: true; entries: Map<string, PackedEntry>; invented: number }
  | { ok: false; message: string };

/**
 * Makes the reader of a run's answers to several rows. Entries are matched by their keys alone, never by their order; a key that
 * comes twice has no answer, even if both are the same: a model that loses count is asked again.
 */
export function compilePackedParser(output: Output): (content: string, keys: ReadonlySet<string>) => PackedAnswers {
  const parse = compileValueParser(output);
  const name = defaultColumn(output);
  return (content, keys) => {
    const list = readList(content);
    if (list === null) {
      const message = `The model answered ${quoted(content)} instead of one answer for each row.`;
      return { ok: false, message };
    }
    const entries = new Map<string, PackedEntry>();
    let invented = 0;
    for (const entry of list) {
      const key = textIn(entry, 'key');
      if (key === null || !keys.has(key)) invented += 1;
      else if (entries.has(key)) entries.set(key, 'twice');
      else entries.set(key, readEntry(entry, name, parse));
    }
    return { ok: true, entries, invented };
  };
}

function readEntry(entry: unknown, name: string, parse: (value: string) => ParsedAnswer): ParsedAnswer {
  const value = textIn(entry, name);
  if (value !== null && Object.keys(Object(entry)).length === 2) return parse(value);
  const message = `The model answered ${quoted(JSON.stringify(entry))} instead of an answer in the form that was asked for.`;
  return { ok: false, code: 'answer_not_valid_json', message };
}

/** The entries of `{"answers": […]}`, or null when the content is anything else, extra properties included. */
function readList(content: string): unknown[] | null {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('answers' in value)) return null;
  return Array.isArray(value.answers) && Object.keys(value).length === 1 ? value.answers : null;
}

function textIn(entry: unknown, name: string): string | null {
  if (typeof entry !== 'object' || entry === null || !Object.hasOwn(entry, name)) return null;
  const value: unknown = Reflect.get(entry, name);
  return typeof value === 'string' ? value : null;
}
