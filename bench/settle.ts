import { type Compared, compare } from './engine/stage.ts';

const ROWS = 10_000;

export const name = 'settle 10,000 rows';
/** At most so many times what the floor takes. */
export const limit = 3;

/** From the click until every row is settled, against a script that uploads, waits, downloads and parses. */
export async function run(): Promise<Compared> {
  return compare({ rowCount: ROWS, limit, growthLimitMb: 200 }, async (stage) => ({
    floor: await stage.measure('settle', 'floor'),
    rowmill: await stage.measure('settle', 'rowmill'),
  }));
}
