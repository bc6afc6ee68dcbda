import { MenuButton } from '#components/ui/menu-button.tsx';
import { countOf } from '#lib/format.ts';

/** The files a sheet can be taken away as, and what each of them keeps. */
export function DownloadMenu({ runId, failed }: { runId: string; failed: number }) {
  const base = `/api/v1/runs/${runId}/results`;
  return (
    <MenuButton
      label="Download"
      kind="primary"
      items={[
        {
          href: `${base}?format=csv`,
          label: 'Spreadsheet (CSV, safe for Excel)',
          description:
            'All your columns plus the answers. A cell that Excel would run as a formula is made plain text.',
        },
        {
          href: `${base}?format=csv&separator=semicolon`,
          label: 'Spreadsheet with semicolons',
          description: 'The same, for Excel where numbers are written 1,5: most of Europe and South America.',
        },
        {
          href: `${base}?format=csv&safe=false`,
          label: 'CSV, exactly as uploaded',
          description: 'Every original cell letter for letter, plus the answers.',
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
