import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '#src/generated/prisma/client.ts';
import { createPool, type PoolOptions } from '#src/platform/db/pool.ts';
import { taggedName } from '#src/platform/db/sql.ts';

/** Prisma with a pool of its own: commands that wait for locks never take the connections that pages read with. */
export interface PrismaDatabase {
  db: PrismaClient;
  /** Disconnects and closes the pool. */
  close(): Promise<void>;
}

export function createPrisma(options: PoolOptions): PrismaDatabase {
  const pool = createPool(options);
  pool.on('connect', sameRowTypes);
  const adapter = new PrismaPg(pool, { statementNameGenerator: ({ sql }) => taggedName(sql) as string });
  const db = new PrismaClient({ adapter });
  return {
    db,
    close: async () => {
      await db.$disconnect();
      await pool.end();
    },
  };
}

const known = pg.types.builtins;
const arrays = [1000, 1005, 1007, 1009, 1015, 1016, 1185];
const sameInPrisma = new Set<number>([
  ...[known.BOOL, known.INT2, known.INT4, known.INT8, known.FLOAT4, known.FLOAT8, known.TEXT, known.VARCHAR],
  ...[known.TIMESTAMPTZ, known.JSON, known.JSONB, known.UUID, known.BYTEA],
  ...arrays,
]);

/**
 * In raw rows Prisma turns days into Date and numerics into Decimal, and stops at types it does not know (void,
 * ranges, intervals). For statements marked by `transactionSql` such columns are declared to it as text, so
 * that a statement gives the same row inside a transaction and outside.
 */
function sameRowTypes(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  const mended = async (config: pg.QueryArrayConfig) => {
    const result = (await query(config)) as pg.QueryArrayResult;
    for (const field of result.fields) if (!sameInPrisma.has(field.dataTypeID)) field.dataTypeID = known.TEXT;
    return result;
  };
  client.query = ((...args: unknown[]) => (isTagged(args[0]) ? mended(args[0]) : query(...args))) as typeof client.query;
}

const isTagged = (config: unknown): config is pg.QueryArrayConfig =>
  typeof config === 'object' && config !== null && 'text' in config && taggedName(String(config.text)) !== undefined;
