import { AppError, type Issue } from '#lib/errors.ts';
import { compileText } from './compile-text.ts';
import type { Prompt } from './schema.ts';

export type RenderedPrompt = { system?: string; user: string };

export type CompiledPrompt = {
  /**
   * Fills the holes with one row's cells, in column order. Cells go in as they are: nothing is escaped, trimmed or read again.
   * @throws AppError `too_large` when filters blow a row up past what a request may hold.
   */
  render(values: readonly string[]): RenderedPrompt;
  /** Names of the columns that leave the building, in dataset order. */
  usedColumns: string[];
};

/**
 * Compiles a prompt once for all rows of a dataset with these columns. The `guide` (see label-guide.ts) is said after the
 * system text, the same to every row; it is never read for holes.
 * @throws AppError `invalid` with one issue per unknown column or mistake, at `prompt.system` or `prompt.user`.
 */
export function compilePrompt(prompt: Prompt, columns: readonly string[], guide: string | null = null): CompiledPrompt {
  const { system, user, problems, usedColumns } = compileBoth(prompt, columns);
  if (problems.length > 0 || !user.render || (system && !system.render)) {
    const sentences = problems.slice(0, 3).map((problem) => problem.message);
    throw new AppError('invalid', sentences.join(' '), { issues: problems });
  }
  const renderUser = user.render;
  const renderSystem = system?.render;
  return { usedColumns, render: renderer(renderUser, renderSystem, guide) };
}

type RenderText = (values: readonly string[]) => string;

function renderer(user: RenderText, system: RenderText | null | undefined, guide: string | null) {
  if (system && guide !== null)
    return (values: readonly string[]) => ({ system: `${system(values)}\n\n${guide}`, user: user(values) });
  if (system) return (values: readonly string[]) => ({ system: system(values), user: user(values) });
  if (guide !== null) return (values: readonly string[]) => ({ system: guide, user: user(values) });
  return (values: readonly string[]) => ({ user: user(values) });
}

/** What is wrong with a prompt while it is being written; empty when it can run. */
export function listPromptProblems(prompt: Prompt, columns: readonly string[]): Issue[] {
  return compileBoth(prompt, columns).problems;
}

/** Names of the columns a prompt uses, in dataset order, even while other parts of it are still wrong. */
export function columnsUsed(prompt: Prompt, columns: readonly string[]): string[] {
  return compileBoth(prompt, columns).usedColumns;
}

function compileBoth(prompt: Prompt, columns: readonly string[]) {
  // An empty system text is the same as none: some providers refuse an empty message.
  const system = prompt.system?.trim() ? compileText(prompt.system, columns, 'prompt.system') : null;
  const user = compileText(prompt.user, columns, 'prompt.user');
  const used = new Set([...(system?.usedColumns ?? []), ...user.usedColumns]);
  return {
    system,
    user,
    problems: [...(system?.problems ?? []), ...user.problems].map(({ missing: _, ...issue }): Issue => issue),
    usedColumns: columns.filter((_, index) => used.has(index)),
  };
}
