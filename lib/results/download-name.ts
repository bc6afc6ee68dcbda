import type { ExportQuery } from './schema.ts';

type Named = { name: string; simulated: boolean };
type Kind = Pick<ExportQuery, 'safe' | 'separator' | 'status' | 'columns'>;

/**
 * What a download is called, without its extension: the run's name and, apart from it so that a long name does not push it
 * out, which kind it is. Who does not say which columns, such as a script, gets the run's name alone.
 */
export function downloadName(run: Named, { safe, separator, status, columns }: Kind): { name: string; ending: string } {
  const kinds = [
    ...(columns === 'all' ? ['all columns'] : []),
    ...(separator === 'semicolon' ? ['semicolons'] : []),
    ...(safe ? [] : ['as uploaded']),
    ...(status === undefined ? [] : [`${status.replace('_', ' ')} rows`]),
  ];
  const simulated = run.simulated ? ' (simulated)' : '';
  return { name: run.name, ending: `${simulated}${columns && kinds.length > 0 ? `, ${kinds.join(', ')}` : ''}` };
}
