import { findFacts, findLabelColumn, findText, listUsableColumns, type SheetColumn } from './sheet-columns.ts';

export const TASKS = ['classify', 'extract', 'write', 'summarize', 'translate', 'score'] as const;
export type Task = (typeof TASKS)[number];

/** What a card fills in. `labelColumn` may hold the labels, and with them the right answers. */
export type FilledCard = {
  system: string;
  user: string;
  answerKind: 'text' | 'label';
  labels: string[];
  labelColumn: string | null;
  /** The columns the instruction has, in the order they stand there. */
  columns: string[];
  /** The columns that may hold the text, when it cannot be told which one does: then the instruction has none. */
  textChoices: string[];
};

const MAX_FACTS = 8;
const HEADING = /^(?:subject|title|headline|question)$/i;

/**
 * A good start for a task, written with the columns this sheet really has. `hidden` are columns that must not be in it;
 * `textName` is the column that holds the text, where a person said so.
 */
export function fillCard(
  task: Task,
  sheet: readonly SheetColumn[],
  hidden: ReadonlySet<string>,
  textName?: string,
): FilledCard {
  const labels = task === 'classify' ? findLabelColumn(sheet) : null;
  const labelColumn = labels?.name === textName ? null : labels;
  const usable = listUsableColumns(sheet, hidden).filter((column) => column !== labelColumn);
  const said = sheet.find((column) => column.name === textName);
  const text = said ? { column: said, isUnsure: false } : findText(usable);
  const columns = task === 'write' ? findFacts(usable, MAX_FACTS) : withHeading(text.column, usable);
  const names = columns.map((column) => column.name);
  const noun = nounFor(text.column);
  return {
    system: SYSTEMS[task],
    user: [opening(task, noun), names.map(fieldLine).join('\n'), CLOSINGS[task]]
      .filter((part) => part !== '')
      .join('\n\n'),
    answerKind: task === 'classify' || task === 'score' ? 'label' : 'text',
    labels: task === 'score' ? ['1', '2', '3', '4', '5'] : [],
    labelColumn: labelColumn?.name ?? null,
    columns: names,
    textChoices: task !== 'write' && text.isUnsure ? usable.map((column) => column.name) : [],
  };
}

const SYSTEMS: Record<Task, string> = {
  classify: 'You sort texts into fixed categories. You judge only by what the text says.',
  extract: 'You read texts and write down what they state. You never guess.',
  write: 'You write short, clear texts from facts. You never add a fact.',
  summarize: 'You summarize texts faithfully and briefly.',
  translate: 'You are a careful translator.',
  score: 'You rate texts on a fixed scale, the same way every time.',
};

const CLOSINGS: Record<Task, string> = {
  classify: 'If several fit, choose the one that is most important to the writer.',
  extract:
    'Write one line for each, as “name: value”: people, organizations, places, dates, amounts. Leave out what is not stated.',
  write: 'Write two or three sentences. Use only these facts, and leave out what is empty.',
  summarize: 'Answer with the summary only, in the language of the text.',
  translate:
    'Keep names, numbers and line breaks as they are. Answer with the translation only. If it is English already, answer with it unchanged.',
  score: '1 means it can wait, 3 means this week, 5 means somebody has to act today.',
};

function opening(task: Task, noun: string): string {
  switch (task) {
    case 'classify':
      return `Which label fits this ${noun} best?`;
    case 'extract':
      return `What does this ${noun} state?`;
    case 'write':
      return 'Write a short description from these facts.';
    case 'summarize':
      return `Summarize this ${noun} in one or two sentences.`;
    case 'translate':
      return `Translate this ${noun} into English.`;
    case 'score':
      return `How urgent is this ${noun}, from 1 to 5?`;
  }
}

/** `Message: {{message}}`: the model is told what the cell is called. */
function fieldLine(name: string): string {
  const words = name.replace(/[_\s{}%]+/g, ' ').trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}: {{${name}}}`;
}

function withHeading(text: SheetColumn | null, columns: readonly SheetColumn[]): SheetColumn[] {
  if (text === null) return [];
  const heading = columns.find((column) => column !== text && HEADING.test(column.name.trim()));
  return heading ? [heading, text] : [text];
}

/** What a row is called in a sentence: the column's own name where that is a plain word. */
function nounFor(text: SheetColumn | null): string {
  const word = text?.name.trim().toLowerCase() ?? '';
  return /^(?:message|review|comment|ticket|email|letter|article|description|question|answer|post|tweet|note|complaint|feedback|product|document|report|abstract|story)$/.test(
    word,
  )
    ? word
    : 'text';
}
