import { fractionFrom, numberFrom } from './chance.ts';
import { isObject, type JsonObject, listOf, objectIn } from './json.ts';
import { pickLabel } from './label-answer.ts';
import { stringFor, withinLength } from './string-answer.ts';
import { rowTextOf, writeText } from './text-answer.ts';
import { keywordsOf, stemsOf } from './words.ts';

/** What a value is made from: what the user said, the row's text in it, the numbers standing in it, and the schema's shared definitions. */
type Source = { userText: string; text: string; numbers: number[]; root: JsonObject; used: number };

const MAX_DEPTH = 12;
/** From here on a value that may be null is null: schemas that refer to themselves come to an end. */
const NULL_DEPTH = 5;

/** A value valid against `schema` (the subset strict structured outputs allow), made from the words of the row. */
export function answerSchema(schema: JsonObject, instructions: string, userText: string): unknown {
  const text = rowTextOf(userText);
  if (Object.keys(schema).length === 0) return { answer: writeText(instructions, userText) };
  const numbers = (text.slice(0, 5000).match(/-?\d+(?:[.,]\d+)*/g) ?? []).map(toNumber).filter(Number.isFinite);
  return valueFor(schema, '', { userText, text, numbers, root: schema, used: 0 }, 0);
}

function valueFor(schema: JsonObject, name: string, source: Source, depth: number): unknown {
  if (depth > MAX_DEPTH) return null;
  if (typeof schema.$ref === 'string') return valueFor(resolve(schema.$ref, source.root), name, source, depth + 1);
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return pickEnum(schema.enum, source.userText);
  const choices = listOf(schema.anyOf ?? schema.oneOf).filter(isObject);
  const nothing = choices.find((one) => one.type === 'null');
  const choice = (depth > NULL_DEPTH && nothing) || choices.find((one) => one !== nothing) || nothing;
  if (choice) return valueFor(choice, name, source, depth + 1);
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type;
  switch (type) {
    case 'object':
      return objectFor(schema, source, depth);
    case 'array':
      return arrayFor(schema, name, source, depth);
    case 'boolean':
      return booleanFor(name, source.text);
    case 'integer':
    case 'number':
      return numberFor(schema, name, source, type === 'integer');
    case 'null':
      return null;
    default:
      return isObject(schema.properties) ? objectFor(schema, source, depth) : stringFor(schema, name, source.text);
  }
}

function objectFor(schema: JsonObject, source: Source, depth: number): JsonObject {
  const entries = Object.entries(objectIn(schema, 'properties'));
  return Object.fromEntries(
    entries.map(([name, inner]) => [name, valueFor(isObject(inner) ? inner : {}, name, source, depth + 1)]),
  );
}

function pickEnum(values: readonly unknown[], text: string): unknown {
  const labels = values.map(String);
  const label = values.length > 1 ? pickLabel(labels, text) : labels[0];
  return values.find((value) => String(value) === label);
}

function arrayFor(schema: JsonObject, name: string, source: Source, depth: number): unknown[] {
  const items = objectIn(schema, 'items');
  const least = typeof schema.minItems === 'number' ? schema.minItems : 0;
  const most = typeof schema.maxItems === 'number' ? schema.maxItems : 3;
  const wanted = Math.max(least, Math.min(most, 1 + (numberFrom(`${name}\0${source.text}`) % 3)));
  if (items.type === 'string' && !items.enum) {
    const words = keywordsOf(source.text, wanted);
    return Array.from({ length: Math.max(least, words.length) }, (_, at) =>
      withinLength(words[at] ?? `${name} ${at + 1}`, items),
    );
  }
  // A list of choices names each choice once: what was picked is taken off the list before the next pick.
  const left = Array.isArray(items.enum) ? [...items.enum] : null;
  const values: unknown[] = [];
  while (values.length < wanted && (!left || left.length > 0)) {
    const value = left ? pickEnum(left, source.userText) : valueFor(items, name, source, depth + 1);
    if (left) left.splice(left.indexOf(value), 1);
    values.push(value);
  }
  return values;
}

function booleanFor(name: string, text: string): boolean {
  const stems = stemsOf(text);
  for (const stem of stemsOf(name)) if (stems.has(stem)) return true;
  return fractionFrom(`${name}\0${text}`) < 0.35;
}

function numberFor(schema: JsonObject, name: string, source: Source, whole: boolean): number {
  const [low, high] = boundsOf(schema, name, whole);
  const found = source.numbers[source.used];
  const fits =
    found !== undefined && found >= low && found <= high && !/confidence|probability|score|rating/i.test(name);
  if (fits) source.used++;
  const value = fits ? found : low + fractionFrom(`${name}\0${source.text}`) * (high - low);
  return whole
    ? Math.max(Math.ceil(low), Math.min(Math.floor(high), Math.round(value)))
    : Math.round(value * 100) / 100;
}

function boundsOf(schema: JsonObject, name: string, whole: boolean): [low: number, high: number] {
  const low = typeof schema.minimum === 'number' ? schema.minimum : schema.exclusiveMinimum;
  const high = typeof schema.maximum === 'number' ? schema.maximum : schema.exclusiveMaximum;
  const usual: [number, number] = /confidence|probability/i.test(name)
    ? [0, 1]
    : /score|rating|stars/i.test(name)
      ? [1, 5]
      : [0, 100];
  const step = whole ? 1 : 0.01;
  const least = typeof low === 'number' ? low + (schema.minimum === low ? 0 : step) : null;
  const most = typeof high === 'number' ? high - (schema.maximum === high ? 0 : step) : null;
  if (least !== null && most !== null) return [least, most];
  if (least !== null) return [least, Math.max(usual[1], least + usual[1])];
  if (most !== null) return [Math.min(usual[0], most), most];
  return usual;
}

function toNumber(text: string): number {
  // "1,250.50" has commas between thousands; "12,5" is a decimal comma.
  const plain = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text.replace(',', '.');
  return Number(plain);
}

function resolve(reference: string, root: JsonObject): JsonObject {
  let target: unknown = root;
  for (const key of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    target = isObject(target) ? target[key] : undefined;
  }
  return isObject(target) ? target : {};
}
