import 'server-only';
import { newId } from '#lib/ids.ts';
import { pool } from '#lib/platform/db/pool.ts';
import type { EngineBatch } from './batch-queries.ts';

/** How long a batch stays in the hands of a worker that gives no sign of life. */
const HOLD_SECONDS = 12;
const RENEW_MS = 3_000;

/** In one statement, so that of two workers one holds it; the time is the database's. */
const TAKE = `
update "batch" set "holder" = $2, "heldUntil" = clock_timestamp() + make_interval(secs => $3)
where "id" = $1 and "status" = 'answering' and ("holder" is null or "heldUntil" < clock_timestamp())`;

const RENEW = `
update "batch" set "heldUntil" = clock_timestamp() + make_interval(secs => $3) where "id" = $1 and "holder" = $2`;

const LET_GO = `update "batch" set "holder" = null, "heldUntil" = null where "id" = $1 and "holder" = $2`;

/**
 * Notes that a request is about to be sent, if whoever asks still holds the batch and its run still sends. The batch is locked
 * against a change of hands meanwhile: whoever takes it over next sees this note, or this statement sees them.
 */
const MARK = `
insert into "sent_request" ("batchId", "rowIndex", "holder")
select b."id", $3::int, $2 from (
  select "id", "runId" from "batch"
  where "id" = $1 and "status" = 'answering' and "holder" = $2 and "heldUntil" > clock_timestamp() for share
) b join "run" r on r."id" = b."runId" and r."status" = 'running' and r."lane" = $4::"Lane"
on conflict do nothing`;

const UNMARK = `delete from "sent_request" where "batchId" = $1 and "holder" = $2 and "rowIndex" = $3`;

/** Takes a batch whose requests are sent one by one into one worker's hands. Null while another one's are on it. */
export async function holdSending(batch: Pick<EngineBatch, 'id'>): Promise<Hold | null> {
  const holder = newId('hold');
  const { rowCount } = await pool().query(TAKE, [batch.id, holder, HOLD_SECONDS]);
  return rowCount === 1 ? new Hold(batch.id, holder) : null;
}

/** One worker's hold on such a batch. It is renewed while the process lives; whoever was away for longer may write nothing. */
export class Hold {
  readonly batchId: string;
  readonly holder: string;
  readonly #timer: NodeJS.Timeout;

  constructor(batchId: string, holder: string) {
    this.batchId = batchId;
    this.holder = holder;
    this.#timer = setInterval(() => this.#renew(), RENEW_MS);
    this.#timer.unref();
  }

  /** Rows that somebody sent who does not hold the batch any more: nobody will ever say whether they were answered. */
  async listLost(): Promise<number[]> {
    const { rows } = await pool().query<{ rowIndex: number }>(
      `select "rowIndex" from "sent_request" where "batchId" = $1 and "holder" <> $2 order by "rowIndex"`,
      [this.batchId, this.holder],
    );
    return rows.map((row) => row.rowIndex);
  }

  /** False when the row must not be sent: the batch is in other hands, or its run is stopped or goes another way. */
  async markSent(rowIndex: number, lane: EngineBatch['lane']): Promise<boolean> {
    const { rowCount } = await pool().query(MARK, [this.batchId, this.holder, rowIndex, lane]);
    return rowCount === 1;
  }

  /** For a request that surely was not answered. */
  async unmark(rowIndex: number): Promise<void> {
    await pool().query(UNMARK, [this.batchId, this.holder, rowIndex]);
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    await pool().query(LET_GO, [this.batchId, this.holder]);
  }

  #renew(): void {
    // Without a renewal it ends by itself, and the next write says so.
    pool()
      .query(RENEW, [this.batchId, this.holder, HOLD_SECONDS])
      .catch(() => undefined);
  }
}
