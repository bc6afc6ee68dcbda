import fs from 'node:fs';
import Papa from 'papaparse';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\\\\\',
  '"': '\\\\"',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};

/** The least an import can do: papaparse `step` on decoded text into COPY, with nothing checked. */
export async function importByFloor(file: string, databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const copy = client.query(copyFrom('copy dataset_row ("datasetId", "rowIndex", "values") from stdin'));
  const source = fs.createReadStream(file, { encoding: 'utf8', highWaterMark: 256 * 1024 });
  let rowIndex = -1;
  let text = '';
  await new Promise<void>((resolve, reject) => {
    copy.on('finish', resolve).on('error', reject);
    Papa.parse<string[]>(source, {
      skipEmptyLines: true,
      step: ({ data }, parser) => {
        if (rowIndex >= 0) text += lineOf(rowIndex, data);
        rowIndex += 1;
        if (text.length < 65_536) return;
        const isReady = copy.write(text);
        text = '';
        if (isReady) return;
        parser.pause();
        copy.once('drain', () => parser.resume());
      },
      complete: () => copy.end(text),
      error: reject,
    });
  });
  await client.end();
}

function lineOf(rowIndex: number, cells: readonly string[]): string {
  let line = `ds_0123456789abcdefghijklmn\t${rowIndex}\t{`;
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index] ?? '';
    const escaped = /[\\"\t\n\r]/.test(cell) ? cell.replace(/[\\"\t\n\r]/g, (c) => ESCAPES[c] ?? c) : cell;
    line += `${index > 0 ? ',' : ''}"${escaped}"`;
  }
  return `${line}}\n`;
}
