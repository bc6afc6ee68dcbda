import 'server-only';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Prisma } from './generated/client.ts';
import { PrismaClient } from './generated/client.ts';
import { pool } from './pool.ts';

/** The client or an open transaction. Every query function takes one first, so callers decide what is atomic. */
export type Db = PrismaClient | Prisma.TransactionClient;
export type Tx = Prisma.TransactionClient;

/** A busy machine or a database that just restarted is slow for a while; work that is half done is not cut off for it. */
const TRANSACTION_LIMITS = { timeout: 30_000, maxWait: 15_000 };

const globalForDb = globalThis as typeof globalThis & { rowmillDb?: PrismaClient };

/** One client a process, made on first use: importing this module opens nothing and needs no settings. */
export function db(): PrismaClient {
  globalForDb.rowmillDb ??= new PrismaClient({
    adapter: new PrismaPg(pool(), { disposeExternalPool: false }),
    transactionOptions: TRANSACTION_LIMITS,
  });
  return globalForDb.rowmillDb;
}
