import { allowMs } from './db/prisma.ts';
import { type Sql, transactionSql } from './db/sql.ts';
import type { Portal } from './scope.ts';

/**
 * Reads of one moment, without a lock on any row: PostgreSQL itself refuses to write or to draw a number meanwhile.
 * @param limitMs what a statement may take
 */
export function readOnly<T>({ db: prisma }: Portal, limitMs: number, work: (sql: Sql) => Promise<T>): Promise<T> {
  return prisma.$transaction(
    async (db) => {
      const sql = transactionSql(db);
      await allowMs(db, limitMs);
      await sql('read_only', `select set_config('transaction_read_only', 'on', true)`);
      return work(sql);
    },
    { isolationLevel: 'RepeatableRead', timeout: limitMs * 20 },
  );
}
