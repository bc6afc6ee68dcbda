import 'server-only';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Prisma } from './generated/client.ts';
import { PrismaClient } from './generated/client.ts';
import { pool } from './pool.ts';

/** The client or an open transaction. Every query function takes one first, so callers decide what is atomic. */
export type Db = PrismaClient | Prisma.TransactionClient;
export type Tx = Prisma.TransactionClient;

const globalForDb = globalThis as typeof globalThis & { rowmillDb?: PrismaClient };

/** One client a process, made on first use: importing this module opens nothing and needs no settings. */
export function db(): PrismaClient {
  globalForDb.rowmillDb ??= new PrismaClient({ adapter: new PrismaPg(pool(), { disposeExternalPool: false }) });
  return globalForDb.rowmillDb;
}
