import type pg from 'pg';

/**
 * The journal of the subscriptions in `seed_batch`, row by row of each subscription: every step chains to the one before by the
 * database's own digest. The trigger that does so for single rows is off within this transaction, where the role may do that;
 * where it may not, the trigger comes to the same numbers and digests, only slower.
 */
export async function writeJournal(client: pg.Client, count: number): Promise<void> {
  const columns = await client.query<{ name: string }>(
    `select quote_ident(attname) as name from pg_attribute where attrelid = 'subscription_events'::regclass and attnum > 0 and not attisdropped order by attnum`,
  );
  const names = columns.rows.map(({ name }) => name);
  const isOff = await switchTrigger(client, 'disable');
  for (const seq of [1, 2, 3]) await client.query(step(names, seq, count));
  if (isOff) await switchTrigger(client, 'enable');
}

/** @returns false when the role may not */
async function switchTrigger(client: pg.Client, how: 'disable' | 'enable'): Promise<boolean> {
  await client.query('savepoint journal');
  try {
    await client.query(`alter table subscription_events ${how} trigger subscription_events_chain`);
    return true;
  } catch {
    await client.query('rollback to savepoint journal');
    return false;
  }
}

/** One row for each subscription that has a row of this number, with the digest over the row before. */
const step = (columns: readonly string[], seq: number, count: number) => `with told as (
    select nextval(pg_get_serial_sequence('subscription_events', 'id'))::int as id, b.id as subscription_id, b.partner_id, ${seq} as seq,
      e.at, u.id as actor_id, u.name as actor_name, u.role::text as actor_role, e.action, e.before, e.after, e.month_delta, e.full_month_delta,
      null::text as comment, e.order_id, 'seed'::text as request_id, ''::text as hash
    from seed_batch b join seed_charged c using (id) join users u on u.partner_id = b.partner_id and u.role = 'partner_owner',
    lateral (${rows(count)[seq - 1]}) as e),
  given as (select told, p.hash as previous from told left join subscription_events p on p.subscription_id = told.subscription_id and p.seq = ${seq - 1})
  insert into subscription_events (${columns.join(', ')})
  select ${columns.map((name) => (name === 'hash' ? `subscription_event_digest(coalesce(previous, ''), ${row(columns)})` : `(told).${name}`)).join(', ')}
  from given order by (told).subscription_id`;

const row = (columns: readonly string[]) => `row(${columns.map((name) => `(told).${name}`).join(', ')})::subscription_events`;

/** What the first, the second and the third row tell: the same particulars as the services write. */
const rows = (count: number) => [
  `select placed_at as at, 'ordered' as action, '{}'::jsonb as before,
     jsonb_build_object('seats', b.seats, 'unitPrice', price::text, 'autoRenew', true, 'stopOn', null) as after,
     0::bigint as month_delta, 0::bigint as full_month_delta, null::int as order_id`,
  `select placed_at as at, 'activated' as action, '{"status": "pending"}'::jsonb as before, jsonb_build_object('status', 'active', 'seats', b.seats) as after,
     c.ordered as month_delta, price * b.seats as full_month_delta, b.id as order_id where fate not in ('pending', 'cancelled')
   union all
   select placed_at, 'held', '{}'::jsonb, jsonb_build_object('kind', 'new', 'seats', b.seats), 0, 0, b.id where fate in ('pending', 'cancelled')`,
  `select changed_at as at, 'seats' as action, jsonb_build_object('seats', b.seats) as before, jsonb_build_object('seats', more_seats) as after,
     c.first + c.second - c.ordered as month_delta, price * (more_seats - b.seats) as full_month_delta, b.id + ${count} as order_id where fate = 'seats'
   union all
   select changed_at, 'stopped', '{"status": "active"}'::jsonb, '{"status": "stopped", "cause": "person"}'::jsonb,
     c.first - c.ordered, - price * b.seats, null where fate = 'stopped'
   union all
   select changed_at, 'cancelled', '{"status": "pending"}'::jsonb, '{"status": "cancelled"}'::jsonb, 0, 0, b.id where fate = 'cancelled'
   union all
   select changed_at, 'auto_renewal', '{"autoRenew": true, "stopOn": null}'::jsonb,
     jsonb_build_object('autoRenew', fate <> 'no_renewal', 'stopOn', case fate when 'stop_date' then stop_date end),
     0, 0, null where fate in ('no_renewal', 'stop_date')`,
];
