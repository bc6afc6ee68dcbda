import { MenuButton } from '#components/ui/menu-button.tsx';
import { countOf } from '#lib/format.ts';

const EVERYTHING =
  'All rows, whatever is filtered here: your columns plus the answers. A cell that Excel would run as a formula is made plain text.';

type DownloadMenuProps = {
  runId: string;
  failed: number;
  /** What stands between the cells of the uploaded file. */
  delimiter: string;
};

/** The files a sheet can be taken away as, and what each of them keeps. */
export function DownloadMenu({ runId, failed, delimiter }: DownloadMenuProps) {
  const base = `/api/v1/runs/${runId}/results`;
  const spreadsheets = [
    {
      href: `${base}?format=csv`,
      label: 'Spreadsheet (CSV, safe for Excel)',
      description: `${EVERYTHING} Commas stand between the cells.`,
    },
    {
      href: `${base}?format=csv&separator=semicolon`,
      label: 'Spreadsheet with semicolons (CSV, safe for Excel)',
      description: `${EVERYTHING} For Excel where numbers are written 1,5: most of Europe and South America.`,
    },
  ];
  return (
    <MenuButton
      label="Download"
      kind="primary"
      items={[
        // What opens where the file came from stands first.
        ...(delimiter === ';' ? spreadsheets.toReversed() : spreadsheets),
        {
          href: `${base}?format=csv&safe=false`,
          label: 'CSV, cells exactly as uploaded',
          description: 'Every original cell letter for letter, plus the answers, with commas between: for programs.',
        },
        {
          href: `${base}?format=jsonl`,
          label: 'JSON Lines for programs',
          description: 'One object a row, for scripts: cells, answers, state, tokens and cost.',
        },
        ...(failed > 0
          ? [
              {
                href: `${base}?format=csv&status=failed`,
                label: `Only the ${countOf(failed, 'failed row')}`,
                description: 'Spreadsheet (CSV, safe for Excel) of the rows without an answer, each with the reason.',
              },
            ]
          : []),
      ]}
    />
  );
}
