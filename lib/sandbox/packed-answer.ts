import { fractionFrom } from './chance.ts';
import type { BatchFault } from './faults.ts';
import { isObject, type JsonObject, listOf, objectIn } from './json.ts';
import { answerSchema } from './schema-answer.ts';
import { writeText } from './text-answer.ts';

/** A request of several rows: a list is asked for whose entries carry a key, and the rows stand in the text, a JSON line each. */
export type Packed = { list: string; entry: JsonObject; asked: string; rows: Row[] };
/** What stands in the row: one text, or several by name. */
type Row = { key: string; value: string | JsonObject };

/** An answer looks at the beginning of a row only. */
const MAX_READ = 20_000;
/** How often a row is spoiled by a fault that spoils rows. */
const SPOILED = 0.3;

/** The rows a request asks for together, or null for one that asks for one thing. */
export function readPacked(schema: JsonObject, userText: string): Packed | null {
  const [only, ...others] = Object.entries(objectIn(schema, 'properties'));
  if (!only || others.length > 0 || !isObject(only[1]) || only[1].type !== 'array') return null;
  const entry = objectIn(only[1], 'items');
  if (!('key' in objectIn(entry, 'properties'))) return null;
  const lines = userText.split('\n');
  const rows = lines.map(readRow);
  const first = rows.findIndex((row) => row !== null);
  if (first < 0) return null;
  return { list: only[0], entry, asked: askedIn(lines.slice(0, first)), rows: rows.filter((row) => row !== null) };
}

/** What is asked of each row: what stands between the words on how rows are asked together. */
function askedIn(lines: readonly string[]): string {
  return lines.join('\n').split('\n\n').slice(1, -1).join('\n\n');
}

/** What would be asked of this row alone. */
function textOf(asked: string, { value }: Row): string {
  const cell = (name: string) => (typeof value === 'string' ? value : String(value[name] ?? '')).slice(0, MAX_READ);
  if (asked.includes('{{')) return asked.replace(/\{\{(.*?)\}\}/g, (_, name: string) => cell(name));
  return typeof value === 'string' ? cell('') : Object.keys(value).map(cell).join('\n');
}

/** `["key", …]` on a line of its own, where what follows is a text or an object of texts. */
function readRow(line: string): Row | null {
  if (!line.startsWith('["')) return null;
  try {
    const [key, value, ...rest] = listOf(JSON.parse(line));
    if (typeof key !== 'string' || rest.length > 0) return null;
    return typeof value === 'string' || isObject(value) ? { key, value } : null;
  } catch {
    return null;
  }
}

/** An answer for every key, made from its row's own words; `faults` leave some out, double some or make some up. */
export function packedAnswer(
  packed: Packed,
  instructions: string,
  faults: readonly BatchFault[],
  seed: string,
): unknown {
  const entries = packed.rows.flatMap((row) => {
    const entry = entryFor(packed, instructions, row);
    if (fractionFrom(`${seed}\0${row.key}`) > SPOILED) return [entry];
    if (faults.includes('left-out-rows')) return [];
    if (faults.includes('doubled-rows')) return [entry, entry];
    return faults.includes('invented-rows') ? [entry, { ...entry, key: `${row.key}x` }] : [entry];
  });
  return { [packed.list]: entries };
}

function entryFor({ entry, asked }: Packed, instructions: string, row: Row): JsonObject {
  const text = textOf(asked, row);
  const { key: _, ...properties } = objectIn(entry, 'properties');
  const made = answerSchema({ type: 'object', properties }, instructions, text);
  const values = Object.entries(isObject(made) ? made : {}).map(([name, value]) => {
    const field = properties[name];
    const isFree = isObject(field) && field.type === 'string' && !Array.isArray(field.enum);
    return [name, isFree ? writeText(instructions, text) : value];
  });
  return { key: row.key, ...Object.fromEntries(values) };
}
