import 'server-only';
import { parseJson, recordOf, textOf } from '#lib/providers/server/json.ts';
import { rowIndexOf } from '#lib/runs/request-key.ts';

/** The requests of an input file, each with the row it asks for. `chunks` hold whole lines. */
export async function* rowsOfLines(
  chunks: AsyncIterable<Uint8Array>,
  submissionId: string,
): AsyncGenerator<{ rowIndex: number; line: string }> {
  for await (const chunk of chunks) {
    for (const line of Buffer.from(chunk).toString('utf8').split('\n')) {
      if (line === '') continue;
      const key = textOf(recordOf(parseJson(line))?.custom_id);
      const rowIndex = key === null ? null : rowIndexOf(submissionId, key);
      if (rowIndex === null) throw new Error('A line of our own has no row.');
      yield { rowIndex, line };
    }
  }
}
