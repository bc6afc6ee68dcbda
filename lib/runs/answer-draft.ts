import type { Output } from '#lib/templates/schema.ts';

/** The fields of a draft's form that say what an answer is. */
type AnswerDraft = { answerKind: Output['kind']; labels: string; descriptions: string };

/** The form's fields of an answer that was saved before. */
export function answerDraftOf(output: Output): AnswerDraft {
  if (output.kind === 'text') return { answerKind: 'text', labels: '', descriptions: '' };
  return {
    answerKind: 'label',
    labels: output.labels.join('\n'),
    descriptions: descriptionsText(new Map(Object.entries(output.descriptions ?? {}))),
  };
}

/** What the form says an answer is, not yet checked. Descriptions of labels that are gone stay in the form only. */
export function outputOf({ answerKind, labels: text, descriptions }: AnswerDraft): Output {
  if (answerKind === 'text') return { kind: 'text' };
  const labels = labelsOf(text);
  const known = new Set(labels);
  const described = [...descriptionsOf(descriptions)].filter(([label]) => known.has(label));
  if (described.length === 0) return { kind: 'label', labels };
  return { kind: 'label', labels, descriptions: Object.fromEntries(described) };
}

/** One label per line; blank lines and the space around a label are not part of it. */
export function labelsOf(text: string): string[] {
  return text
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Reads `label, tab, description` lines; blank descriptions are none. */
export function descriptionsOf(text: string): Map<string, string> {
  const descriptions = new Map<string, string>();
  for (const line of text.split('\n')) {
    const tab = line.indexOf('\t');
    if (tab === -1) continue;
    const description = line.slice(tab + 1).trim();
    if (description !== '') descriptions.set(line.slice(0, tab), description);
  }
  return descriptions;
}

/** The lines of `descriptionsOf`. A description is one line here, whatever white space it came with. */
export function descriptionsText(descriptions: ReadonlyMap<string, string>): string {
  return [...descriptions].map(([label, text]) => `${label}\t${text.replace(/\s+/g, ' ').trim()}`).join('\n');
}
