import { digest, numberFrom } from './chance.ts';
import type { JsonObject } from './json.ts';
import { firstSentence } from './text-answer.ts';
import { keywordsOf } from './words.ts';

const MAX_LENGTH = 400;
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;
const DATE = /\d{4}-\d{2}-\d{2}/;
const LINK = /https?:\/\/\S+/;

/** A string for a field: what the text holds of that kind, else words of the text, else something well-formed. */
export function stringFor(schema: JsonObject, name: string, text: string): string {
  const head = text.slice(0, 5000);
  const value = formatted(schema.format, name, head) ?? named(name, head);
  return withinLength(value, schema);
}

function formatted(format: unknown, name: string, text: string): string | null {
  const chosen =
    typeof format === 'string' ? format : /e-?mail/i.test(name) ? 'email' : /(^|_)date($|_)/i.test(name) ? 'date' : '';
  const seed = numberFrom(`${name}\0${text}`);
  const day = DATE.exec(text)?.[0] ?? `2026-${pad(1 + (seed % 12))}-${pad(1 + (seed % 28))}`;
  switch (chosen) {
    case 'email':
      return EMAIL.exec(text)?.[0] ?? `customer${seed % 1000}@example.com`;
    case 'date':
      return day;
    case 'date-time':
      return `${day}T${pad(seed % 24)}:${pad(seed % 60)}:00Z`;
    case 'time':
      return `${pad(seed % 24)}:${pad(seed % 60)}:00Z`;
    case 'uri':
    case 'url':
      return LINK.exec(text)?.[0] ?? `https://example.com/${seed % 1000}`;
    case 'uuid': {
      const hex = digest(`${name}\0${text}`);
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    }
    default:
      return null;
  }
}

function named(name: string, text: string): string {
  if (/reason|explanation|summary|description|comment|note|answer|text|quote|evidence|rationale/i.test(name)) {
    return firstSentence(text);
  }
  const proper = text.match(/(?<=[\p{L},] )\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)*/u)?.[0];
  if (/name|person|company|product|brand|city|country|place/i.test(name) && proper) return proper;
  return keywordsOf(text, 2).join(' ') || firstSentence(text);
}

/** The string cut or filled up to the lengths its schema allows. */
export function withinLength(value: string, schema: JsonObject): string {
  const least = typeof schema.minLength === 'number' ? schema.minLength : 0;
  const most = typeof schema.maxLength === 'number' ? schema.maxLength : MAX_LENGTH;
  return value.padEnd(least, ' and so on').slice(0, Math.min(most, Math.max(least, MAX_LENGTH)));
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
