import 'server-only';
import { createHash } from 'node:crypto';

/** No letters that look alike, and no vowels, so that no key is a word. */
const ALPHABET = 'bcdfghjkmnpqrstvwxz23456789';
const LENGTH = 4;

/**
 * The key a row has inside a request of several, short because the model reads and writes it. It follows from the submission, which
 * nobody knew when the sheet was written: no cell can name another row's key. Two rows may have the same one; they are
 * kept out of each other's requests.
 */
export function rowKey(submissionId: string, rowIndex: number): string {
  const digest = createHash('sha256').update(`${submissionId} ${rowIndex}`).digest();
  let key = '';
  for (let index = 0; index < LENGTH; index++) key += ALPHABET[digest.readUInt16BE(2 * index) % ALPHABET.length];
  return key;
}
