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
    when waits.least is null then 100000000 + 2 * (select exposure from partner_exposures where partner_id = p.id)
    else (select exposure from partner_exposures where partner_id = p.id) + waits.least - 1 end
  from partners q left join (select partner_id, min(charge) as least from orders where status = 'held' group by 1) waits on waits.partner_id = q.id
  where q.id = p.id`;

/** Holds, and the letters that tell of them. */
const holds = `with placed as (
    insert into holds (partner_id, reason, text, placed_at, placed_by_id)
    select id, 'manual', 'Не возвращены подписанные документы. Передайте оригиналы вашему менеджеру.', $1::timestamptz, manager_id
    from partners where id % 50 = 7 returning id, partner_id, text, placed_at)
  insert into letters (template, cause, recipient_name, recipient_address, partner_id, content, subject, message_id, status, attempts, queued_at, last_tried_at)
  select 'hold-placed', 'hold:' || h.id || ':placed', u.name, u.email, h.partner_id,
    jsonb_build_object('subject', 'Партнёр заблокирован', 'blocks', jsonb_build_array(jsonb_build_object('p', h.text))), 'Партнёр заблокирован',
    gen_random_uuid() || '@localhost', 'kept', 1, h.placed_at, h.placed_at
  from placed h join users u on u.partner_id = h.partner_id and u.role = 'partner_owner'`;
