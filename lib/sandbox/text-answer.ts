import { numberFrom } from './chance.ts';
import { keywordsOf } from './words.ts';

const MAX_QUOTED = 160;

/** The row's words without a leading "Message:" or "Review text -" that came from the prompt's template. */
export function rowTextOf(userText: string): string {
  const text = userText.replace(/\s+/g, ' ').trim();
  return text.replace(/^[\p{L}\p{N} _-]{1,30}:\s+(?=\S)/u, '');
}

/** A short text such as a model might write about the row. The instructions decide between a reply, a title and a summary. */
export function writeText(instructions: string, userText: string): string {
  const row = rowTextOf(userText);
  if (row === '') return 'There is no text in this row to work with.';
  const wish = `${instructions} ${userText.slice(0, 200)}`.toLowerCase();
  const about = listed(keywordsOf(row, 3)) || 'this';
  if (/\b(reply|respond|answer the customer|write back|response to)\b/.test(wish)) return reply(row, about);
  if (/\b(title|headline|subject line|name for)\b/.test(wish)) return title(row);
  if (/\b(keywords?|tags?|topics?)\b/.test(wish)) return keywordsOf(row, 5).join(', ').toLowerCase() || row;
  if (/\b(translate|translation|rewrite|correct|proofread)\b/.test(wish)) return row;
  return summary(row, about);
}

/** The first sentence of a text, cut between words when it is long. */
export function firstSentence(text: string): string {
  const sentence = /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
  if (sentence.length <= MAX_QUOTED) return sentence;
  return `${sentence.slice(0, MAX_QUOTED).replace(/\s+\S*$/, '')}…`;
}

function reply(row: string, about: string): string {
  const openings = [
    'Thank you for getting in touch',
    'Thanks for reaching out to us',
    'Thank you for your message',
    'Thanks for letting us know',
  ];
  const endings = [
    'We are looking into it and will come back to you shortly.',
    'A colleague will check this today and follow up with you.',
    'We have opened a case for it and will keep you posted.',
  ];
  const choice = numberFrom(row);
  return `${openings[choice % openings.length]} about ${about}. ${endings[choice % endings.length]}`;
}

function summary(row: string, about: string): string {
  const sentence = firstSentence(row).replace(/[.!?…]+$/, '');
  const forms = [
    `It is about ${about}: ${sentence}.`,
    `The main point concerns ${about}. In short: ${sentence}.`,
    `This deals with ${about}; the text says “${sentence}”.`,
  ];
  return forms[numberFrom(row) % forms.length] ?? sentence;
}

function title(row: string): string {
  const words = keywordsOf(row, 4).join(' ');
  return words === '' ? firstSentence(row) : words[0]?.toUpperCase() + words.slice(1);
}

function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
