/** What people file runs under, such as a campaign or whoever pays: free words, compared without regard to case. */
export const MAX_RUN_LABELS = 10;
export const MAX_RUN_LABEL_CHARS = 40;

/** What is said of a run without a label, where costs are added up by it. */
export const NO_RUN_LABEL = 'No label';

/** What two spellings of one label have in common. */
export function labelKey(label: string): string {
  return label.trim().normalize('NFC').toLowerCase();
}

export function labelKeys(labels: readonly string[]): string[] {
  return labels.map(labelKey);
}

/** What is wrong with a label, as a sentence; null when it may be one. */
export function runLabelIssue(label: string): string | null {
  const text = label.trim();
  if (text === '') return 'A label may not be empty.';
  if (text.length > MAX_RUN_LABEL_CHARS) return `A label may have at most ${MAX_RUN_LABEL_CHARS} characters.`;
  return /\p{Cc}/u.test(text) ? 'A label is one line of text.' : null;
}

/** What is wrong with the labels of one run, as a sentence with the place of the first that is. */
export function runLabelsIssue(labels: readonly string[]): { at: number | null; message: string } | null {
  if (labels.length > MAX_RUN_LABELS)
    return { at: null, message: `A run may have at most ${MAX_RUN_LABELS} labels. Take some away.` };
  const seen = new Set<string>();
  for (const [at, label] of labels.entries()) {
    const message = runLabelIssue(label);
    if (message !== null) return { at, message };
    if (seen.has(labelKey(label))) return { at, message: `The label “${label.trim()}” is there twice.` };
    seen.add(labelKey(label));
  }
  return null;
}

/** The labels of a run with what was typed behind them, where commas separate; what is there already is not added again. */
export function withTypedLabels(labels: readonly string[], typed: string): string[] {
  const next = [...labels];
  for (const text of typed.split(/[,;\n]/)) {
    const label = text.replace(/\s+/g, ' ').trim();
    if (label !== '' && !labelKeys(next).includes(labelKey(label))) next.push(label);
  }
  return next;
}
