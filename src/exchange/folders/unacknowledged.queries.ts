import type { Sql } from '#src/platform/db/sql.ts';

/** The most that are looked after in one round. */
const MOST = 5_000;

/** Messages that were given out and not acknowledged, as far as their names of files need it. */
export async function unacknowledged(sql: Sql): Promise<{ type: string; messageId: string; createdAt: Date; seq: number }[]> {
  const rows = await sql<{ type: string; messageId: string; createdAt: Date; seq: bigint }>(
    'ax_outgoing_unacknowledged',
    `select type, message_id as "messageId", created_at as "createdAt", coalesce(seq, 0) as seq from ax_outgoing
     where acked_at is null and position is not null and served > 0 order by position limit $1::int`,
    [MOST],
  );
  return rows.map(({ seq, ...row }) => ({ ...row, seq: Number(seq) }));
}
