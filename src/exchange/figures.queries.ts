import type { Sql } from '#src/platform/db/sql.ts';

/** What waits in the exchange. */
export interface ExchangeFigures {
  readonly waiting: number;
  readonly refused: number;
  readonly gaps: number;
  readonly toSend: number;
  readonly decisions: number;
}

/** Messages that wait to be carried out, were refused, are missing, are not acknowledged; payments a person must decide. */
export async function exchangeFigures(sql: Sql): Promise<ExchangeFigures> {
  const [found] = await sql<ExchangeFigures>(
    'ax_figures',
    `select (select count(*)::int from ax_messages where state = 'waiting') as waiting,
       (select count(*)::int from ax_messages where state in ('partial', 'refused') and settled_at is null) as refused,
       (select count(*)::int from ax_gaps) as gaps, (select count(*)::int from ax_outgoing where acked_at is null) as "toSend",
       (select count(*)::int from ax_payments where state = 'decide') as decisions`,
  );
  if (!found) throw new Error('counts came without a row');
  return found;
}
