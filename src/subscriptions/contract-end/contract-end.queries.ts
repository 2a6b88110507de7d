import type { Day } from '#src/lib/days.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Ending, SubscriptionUnder } from './contract-end.rules.ts';

type Row = Omit<Ending, 'subscriptions'>;

/** A contract of the partner with all that its end touches. @throws NotFound */
export async function endingOf(sql: Sql, partnerId: number, contractId: number, today: Day): Promise<Ending> {
  const [row] = await sql<Row>(
    'contract_ending',
    `select jsonb_build_object('id', c.id, 'number', c.number, 'signedOn', c.signed_on, 'endedOn', c.ended_on) as contract,
       jsonb_build_object('id', p.id, 'name', p.name, 'openFrom', p.open_from) as partner,
       coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'number', a.number) order by a.id) from contracts a
         where a.partner_id = p.id and a.base_contract_id = c.id and a.ended_on is null), '[]') as agreements,
       coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'number', o.number, 'signedOn', o.signed_on) order by o.signed_on desc, o.id desc) from contracts o
         where o.partner_id = p.id and o.id <> c.id and o.base_contract_id is distinct from c.id and o.signed_on <= $3::date and o.ended_on is null), '[]') as successors
     from contracts c join partners p on p.id = c.partner_id where c.partner_id = $1::int and c.id = $2::int`,
    [partnerId, contractId, today],
  );
  if (!row) throw new NotFound();
  return { ...row, subscriptions: await subscriptionsUnder(sql, partnerId, [contractId, ...row.agreements.map(({ id }) => id)]) };
}

function subscriptionsUnder(sql: Sql, partnerId: number, contractIds: readonly number[]): Promise<SubscriptionUnder[]> {
  return sql<SubscriptionUnder>(
    'subscriptions_under',
    `select s.id, s.number, s.product_name as "productName", s.customer_name as "customerName", s.status::text as status, s.stop_on::text as "stopOn",
       (s.unit_price * s.seats)::bigint as "fullMonth",
       (select o.number from orders o where o.partner_id = $1 and o.subscription_id = s.id and o.status = 'held' order by o.id limit 1) as "heldOrder"
     from subscriptions s where s.partner_id = $1::int and s.contract_id = any($2::int[]) and s.status <> 'cancelled'
     order by s.status <> 'active', s.id`,
    [partnerId, contractIds],
  );
}
