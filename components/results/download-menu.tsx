import { MenuButton } from '#components/ui/menu-button.tsx';

/** The three files a sheet can be taken away as. */
export function DownloadMenu({ runId }: { runId: string }) {
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
          href: `${base}?format=csv&safe=false`,
          label: 'CSV, exactly as uploaded',
          description: 'Every original cell letter for letter, plus the answers.',
        },
        {
          href: `${base}?format=jsonl`,
          label: 'JSON Lines for programs',
          description: 'One object a row, for scripts: cells, answers, state, tokens and cost.',
        },
      ]}
    />
  );
}
