import type { Sql } from '#src/platform/db/sql.ts';

/** Tables a month's end writes to, with what can't be equal in two worlds and the order in which rows are told. */
const tables = [
  ['subscriptions', [], 'id'],
  ['subscription_events', ['id'], 'subscription_id, seq'],
  ['service_periods', ['id'], 'subscription_id, from_on'],
  ['orders', [], 'id'],
  ['letters', ['id', 'message_id'], 'cause, recipient_address'],
  ['audit_entries', ['id'], 'action, subject, partner_id'],
] as const;

/** All rows of these tables as text, table by table. */
export async function rowsOf(sql: Sql): Promise<Record<string, string[]>> {
  const rows: Record<string, string[]> = {};
  for (const [table, but, order] of tables) {
    const found = await sql<{ row: string }>(
      `test_rows_${table}`,
      `select (to_jsonb(t) - $1::text[])::text as row from ${table} t order by ${order}`,
      [but],
    );
    rows[table] = found.map(({ row }) => row);
  }
  return rows;
}
