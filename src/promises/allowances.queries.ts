import type { Day } from '#src/lib/days.ts';
import { type Kopecks, zero } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';

/** Money that came after a promise `p`, but for what was taken back; kopecks. */
export const CAME_AFTER = `select coalesce(sum(x.amount), 0)::bigint as amount, coalesce(sum(x.amount) filter (where x.received_on <= p.due_on), 0)::bigint as in_time
    from payments x where x.partner_id = p.partner_id and x.id > p.after_payment_id and x.amount > 0
      and not exists (select 1 from payments back where back.partner_id = x.partner_id and back.reverses_id = x.id)`;

/** What a payment of this sum ends of what was added to the limit, for the promise it keeps is kept then; kopecks. */
export async function allowancesEndedBy(sql: Sql, partnerId: number, received: Kopecks): Promise<Kopecks> {
  const [row] = await sql<{ sum: Kopecks }>(
    'allowances_ended_by',
    `select coalesce(sum(l.allowance), 0)::bigint as sum from payment_promises p join limit_changes l on l.partner_id = p.partner_id and l.id = p.limit_change_id
      cross join lateral (${CAME_AFTER}) m
     where p.partner_id = $1 and p.kept_at is null and p.broken_at is null and p.ended_at is null and l.ended_at is null and m.amount + $2::bigint >= p.amount`,
    [partnerId, received],
  );
  return row?.sum ?? zero;
}

/** What is added to a partner's limit, and how much of it goes before some day; kopecks. */
export interface Allowances {
  readonly all: Kopecks;
  readonly over: Kopecks;
}

export async function allowancesBy(sql: Sql, partnerId: number, day: Day): Promise<Allowances> {
  const [row] = await sql<Allowances>(
    'allowances_by',
    `select coalesce(sum(l.allowance), 0)::bigint as "all", coalesce(sum(l.allowance) filter (where p.due_on < $2::date), 0)::bigint as over
     from payment_promises p join limit_changes l on l.partner_id = p.partner_id and l.id = p.limit_change_id
     where p.partner_id = $1 and l.ended_at is null`,
    [partnerId, day],
  );
  return row ?? { all: zero, over: zero };
}
