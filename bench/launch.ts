import { type Compared, compare } from './engine/stage.ts';

const ROWS = 50_000;

export const name = 'launch 50,000 rows';
/** At most so many times what the floor takes. */
export const limit = 2;

/** From the click until the provider has the batch, against a script that renders, uploads and creates. */
export async function run(): Promise<Compared> {
  return compare({ rowCount: ROWS, limit, growthLimitMb: 200 }, async (stage) => ({
    floor: await stage.measure('launch', 'floor'),
    rowmill: await stage.measure('launch', 'rowmill'),
  }));
}
