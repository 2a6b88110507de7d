import type { MessagePort } from 'node:worker_threads';
import type { Day } from '#src/lib/days.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { sqlFrom } from '#src/platform/workers/lent-sql.ts';
import { defineWork } from '#src/platform/workers/work.ts';
import { sortingOf } from './sorting.queries.ts';
import { sortedRow } from './sorting.rules.ts';

/** Sorts what waits of a statement. @returns `SortedRow`s as JSON arrays of some hundreds each */
export async function sortedRows(sql: Sql, statementId: number, today: Day): Promise<string[]> {
  const rows: string[] = [];
  for await (const sorted of sortingOf(sql, statementId, today)) rows.push(JSON.stringify(sorted.map(sortedRow)));
  return rows;
}

/** The same with a connection that was lent (`lendSql`). */
export async function sortedOverThere(port: MessagePort, statementId: number, today: Day): Promise<string[]> {
  try {
    return await sortedRows(sqlFrom(port), statementId, today);
  } finally {
    port.close();
  }
}

/** `sortedRows` in a thread: tens of thousands of purposes take seconds. */
export const statementSorting = defineWork<typeof sortedOverThere>({
  lane: 'intake',
  module: import.meta.url,
  verb: 'sortedOverThere',
  deadlineMs: 60_000,
});
