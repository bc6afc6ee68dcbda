import { MenuButton } from '#components/ui/menu-button.tsx';
import { countOf } from '#lib/format.ts';

type DownloadMenuProps = {
  runId: string;
  failed: number;
  /** What stands between the cells of the uploaded file. */
  delimiter: string;
};

/** The files a sheet can be taken away as, those for people first, and what each of them keeps. */
export default function DownloadMenu({ runId, failed, delimiter }: DownloadMenuProps) {
  const base = `/api/v1/runs/${runId}/results`;
  const isSemicolon = delimiter === ';';
  return (
    <MenuButton
      label="Download"
      kind="primary"
      items={[
        ...spreadsheets(base, failed, isSemicolon),
        ...(failed > 0
          ? [
              {
                href: `${base}?format=csv&columns=own&status=failed${isSemicolon ? '&separator=semicolon' : ''}`,
                label: `Only the ${countOf(failed, 'failed row')}`,
                description: 'Your columns of the rows without an answer, each with the reason.',
              },
            ]
          : []),
        ...complete(base, isSemicolon),
        {
          href: `${base}?format=csv&columns=all&safe=false`,
          label: 'CSV, cells exactly as uploaded',
          description: 'Every original cell letter for letter, plus all columns, with commas between: for programs.',
        },
        {
          href: `${base}?format=jsonl&columns=all`,
          label: 'JSON Lines for programs',
          description: 'One object a row, for scripts: cells, answers, state, tokens and cost.',
        },
      ]}
    />
  );
}

/** The sheet as it was with its answers. What opens where the file came from stands first. */
function spreadsheets(base: string, failed: number, isSemicolon: boolean) {
  const why = failed > 0 ? ' and why a row failed' : '';
  const files = [
    {
      href: `${base}?format=csv&columns=own`,
      label: 'Your sheet with the answers (CSV)',
      description: `All rows, whatever is filtered here: your columns, then the answers${why}. Safe for Excel: a cell that it would run as a formula is made plain text.`,
    },
    {
      href: `${base}?format=csv&columns=own&separator=semicolon`,
      label: 'Your sheet, with semicolons (CSV)',
      description: 'The same for Excel where numbers are written 1,5: most of Europe and South America.',
    },
  ];
  return isSemicolon ? files.toReversed() : files;
}

/** The same with all that is known of each row. */
function complete(base: string, isSemicolon: boolean) {
  const files = [
    {
      href: `${base}?format=csv&columns=all`,
      label: 'With everything (CSV)',
      description: 'Also the state, attempts, model, tokens and cost of each row, in 8 columns more.',
    },
    {
      href: `${base}?format=csv&columns=all&separator=semicolon`,
      label: 'With everything, with semicolons (CSV)',
      description: 'The same with semicolons. The amounts in it are written with a point: 0.0025.',
    },
  ];
  return isSemicolon ? files.toReversed() : files;
}
