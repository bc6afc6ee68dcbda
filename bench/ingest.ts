import { type Compared, compare } from './engine/stage.ts';

const ROWS = 50_000;

export const name = 'ingest 50,000 answers';
/** At most so many times what the floor takes. */
export const limit = 2.5;

/** From a finished batch at the provider until its answers are in their rows, against one COPY of the same file. */
export async function run(): Promise<Compared> {
  return compare({ rowCount: ROWS, limit, growthLimitMb: 300 }, async (stage) => {
    const { result } = await stage.measure('prepare', 'rowmill');
    const given = result as { batchId: string; outputFileId: string };
    return {
      floor: await stage.measure('ingest', 'floor', given),
      rowmill: await stage.measure('ingest', 'rowmill', given),
    };
  });
}
