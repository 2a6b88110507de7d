import type pg from 'pg';
import type { Prisma } from '#src/generated/prisma/client.ts';
import { connectionOf } from './prisma.ts';
import { type Sql, statement } from './statement.ts';

export type { Sql } from './statement.ts';

/** Statements outside of transactions, on any free connection of the pool. */
export function poolSql(pool: pg.Pool): Sql {
  return async <Row>(name: string, text: string, values: readonly unknown[] = []) => {
    const { rows } = await pool.query(statement(name, text, values));
    return rows as Row[];
  };
}

/** Statements on the connection of a Prisma transaction, with the same rows as `poolSql`. */
export function transactionSql(db: Prisma.TransactionClient): Sql {
  return async <Row>(name: string, text: string, values: readonly unknown[] = []) => {
    const { rows } = await connectionOf(db).query(statement(name, text, values));
    return rows as Row[];
  };
}
