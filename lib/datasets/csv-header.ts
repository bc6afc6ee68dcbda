import type { Issue } from '#lib/errors.ts';
import type { ImportNotes } from './csv-notes.ts';

/** What is wrong with a header row, for a strict import. Two names that look alike on screen count as one. */
export function checkHeader(names: readonly string[], line: number): Issue[] {
  const issues: Issue[] = [];
  const seen = new Map<string, { name: string; place: number }>();
  for (const [index, name] of names.entries()) {
    const place = index + 1;
    const key = lookOf(name);
    const earlier = seen.get(key);
    if (key === '')
      issues.push({ message: `Column ${place} has no name in the header (line ${line}).`, line, record: 0 });
    else if (!earlier) seen.set(key, { name, place });
    else {
      const how = earlier.name === name ? '' : ', apart from spaces or accents that look the same';
      const message = `Columns ${earlier.place} and ${place} are both named "${name}"${how} (header, line ${line}).`;
      issues.push({ message, line, record: 0, column: name });
    }
  }
  return issues;
}

/** The header with a name for every column and no name twice, telling `notes` what was changed. */
export function repairHeader(names: readonly string[], line: number, notes: ImportNotes): string[] {
  const taken = new Set(names.map(lookOf));
  const used = new Set<string>();
  return names.map((name, index) => {
    const isEmpty = lookOf(name) === '';
    if (!isEmpty && !used.has(lookOf(name))) {
      used.add(lookOf(name));
      return name;
    }
    notes.add(isEmpty ? 'empty_header' : 'duplicate_header', line);
    const fresh = freeName(isEmpty ? `column_${index + 1}` : name, isEmpty, taken);
    taken.add(lookOf(fresh));
    used.add(lookOf(fresh));
    return fresh;
  });
}

/** `column_1` … for a file without a header. */
export function numberedNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `column_${index + 1}`);
}

function freeName(base: string, mayBeBase: boolean, taken: ReadonlySet<string>): string {
  if (mayBeBase && !taken.has(lookOf(base))) return base;
  let suffix = 2;
  while (taken.has(lookOf(`${base}_${suffix}`))) suffix += 1;
  return `${base}_${suffix}`;
}

function lookOf(name: string): string {
  return name.trim().normalize('NFC');
}
