import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pool } from '#lib/platform/db/pool.ts';

/** For tests: a disk for some tables that can be full, and then not. */
export type SmallDisk = { isReal: boolean; fill(): Promise<void>; free(): Promise<void>; remove(): void };

const SIZE = '12m';

/**
 * A memory disk of a few megabytes with a tablespace on it, to which `tables` move. Mounting takes root; elsewhere a trigger
 * refuses every write to them with the very error of a full disk.
 */
export async function provideSmallDisk(tables: readonly string[]): Promise<SmallDisk> {
  const directory = mountSmallDisk();
  if (directory === null) return refuseWrites(tables);
  try {
    return await diskAt(directory, tables);
  } catch (error) {
    unmount(directory);
    throw error;
  }
}

function mountSmallDisk(): string | null {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'rowmill-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', directory], { stdio: 'ignore' });
    return directory;
  } catch {
    fs.rmdirSync(directory);
    return null;
  }
}

async function diskAt(directory: string, tables: readonly string[]): Promise<SmallDisk> {
  // The server runs under an account of its own when this is root.
  const { rows } = await pool().query<{ pid: number }>('select pg_backend_pid() as pid');
  const owner = fs.statSync(`/proc/${rows[0]?.pid}`);
  fs.chownSync(directory, owner.uid, owner.gid);
  const name = path.basename(directory).replaceAll('-', '_').toLowerCase();
  await pool().query(`create tablespace ${name} location '${directory}'`);
  for (const table of tables) await pool().query(`alter table ${table} set tablespace ${name}`);
  return {
    isReal: true,
    async fill() {
      await pool().query(`create table filler (bytes text) tablespace ${name}`);
      await pool().query('alter table filler alter column bytes set storage plain');
      for (;;) {
        const isFull = await pool()
          .query("insert into filler select repeat('x', 7000) from generate_series(1, 20)")
          .then(
            () => false,
            () => true,
          );
        if (isFull) return;
      }
    },
    free: async () => void (await pool().query('drop table filler')),
    remove: () => unmount(directory),
  };
}

function unmount(directory: string): void {
  execFileSync('umount', [directory]);
  fs.rmdirSync(directory);
}

async function refuseWrites(tables: readonly string[]): Promise<SmallDisk> {
  await pool().query(`create function refuse_write() returns trigger language plpgsql as
    $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`);
  return {
    isReal: false,
    async fill() {
      for (const table of tables)
        await pool().query(
          `create trigger disk_full before insert or update on ${table} for each statement execute function refuse_write()`,
        );
    },
    async free() {
      for (const table of tables) await pool().query(`drop trigger disk_full on ${table}`);
    },
    remove: () => undefined,
  };
}
