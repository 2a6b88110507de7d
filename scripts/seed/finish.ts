import type pg from 'pg';
import type { SeedTime } from './subscriptions.ts';

/**
 * Limits that allow what was carried out and explain what waits, a hold for every fiftieth partner, numbers that go on after
 * those given, and statistics for the planner.
 */
export async function finish(client: pg.Client, count: number, { now }: SeedTime): Promise<void> {
  await client.query(limits);
  await client.query(holds, [now]);
  await client.query(
    `select setval('subscription_numbers', 100000 + $1::int), setval('order_numbers', 100000 + 2 * $1::int),
       setval(pg_get_serial_sequence('subscriptions', 'id'), $1::int), setval(pg_get_serial_sequence('orders', 'id'), 2 * $1::int)`,
    [count],
  );
  await client.query('analyze');
}

/** A partner whose orders wait has less left than the least of them costs; the others have room. Kopecks. */
const limits = `update partners p set credit_limit = case
    when waits.least is null then 100000000 + 2 * partner_exposure(p.id)
    else partner_exposure(p.id) + waits.least - 1 end
  from partners q left join (select partner_id, min(charge) as least from orders where status = 'held' group by 1) waits on waits.partner_id = q.id
  where q.id = p.id`;

const holds = `insert into holds (partner_id, reason, text, placed_at, placed_by_id)
  select id, 'manual', 'Не возвращены подписанные документы. Передайте оригиналы вашему менеджеру.', $1::timestamptz, manager_id
  from partners where id % 50 = 7`;
