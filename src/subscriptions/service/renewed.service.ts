import type { Day } from '#src/lib/days.ts';
import type { Tx } from '#src/platform/scope.ts';

/** A query of renewals that are decided: `with … due as (…)` with their terms, and its parameters, $1 to $4. */
export interface DueRenewals {
  readonly text: string;
  /** $2 is the first day of the month they are for. */
  readonly values: readonly [partnerIds: readonly number[], month: Day, rate: number | null, but: readonly number[]];
}

/** Periods, prices and history of all that is due in one statement: `due` has id, partner_id, contract_id, seats, old_price, price, rate, charge. */
export async function writeRenewals(tx: Tx, { text, values }: DueRenewals): Promise<void> {
  const { actor, requestId } = tx.scope;
  await tx.sql(
    'renew_by_set',
    `${text},
     periods as (
       insert into service_periods (subscription_id, partner_id, contract_id, from_on, to_on, seats, unit_price, vat_rate, charge, vat)
       select id, partner_id, contract_id, $2::date, ($2::date + interval '1 month')::date, seats, price, rate, charge, vat_inside(charge, rate) from due
       returning subscription_id),
     repriced as (
       update subscriptions s set unit_price = due.price, vat_rate = due.rate, version = version + 1 from due
       where s.id = due.id and (s.unit_price <> due.price or s.vat_rate is distinct from due.rate) returning s.id)
     insert into subscription_events (subscription_id, partner_id, seq, at, actor_id, actor_name, actor_role, action, before, after,
       month_delta, full_month_delta, request_id, hash)
     select id, partner_id, 0, $5::timestamptz, $6::int, $7, $8, 'renewed', jsonb_build_object('unitPrice', old_price::text),
       jsonb_build_object('unitPrice', price::text, 'period', $2::text), charge, (price - old_price) * seats, $9, ''
     from due order by id`,
    [...values, tx.now, actor.userId, actor.name, actor.role, requestId],
  );
}
