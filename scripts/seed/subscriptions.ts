import type pg from 'pg';
import type { Day } from '#src/lib/days.ts';
import { daysInMonth, firstOfMonth, lastOfMonth, nextMonth } from '#src/lib/days.ts';
import { vatRate } from '#src/lib/vat.ts';
import { writeJournal } from './journal.ts';

const PORTION = 50_000;

/** The moment the seeding makes believe it is, and the month that runs. */
export interface SeedTime {
  readonly now: Date;
  readonly today: Day;
}

/**
 * Subscriptions 1 … `count` of `seed_sales`, all begun in the month that runs, as their partners would have ordered them: order,
 * service periods, journal. Some got more seats since, were stopped, got a stop date or lost auto-renewal; some wait or were cancelled.
 */
export async function addSubscriptions(client: pg.Client, count: number, time: SeedTime, told: (done: number) => void): Promise<void> {
  await client.query(offers(time.today));
  for (let from = 1; from <= count; from += PORTION) {
    await client.query('begin');
    await client.query(batch(from, Math.min(count, from + PORTION - 1), time));
    await client.query(charged(time.today));
    await client.query(subscriptions);
    await client.query(orders(count));
    await client.query(periods);
    await writeJournal(client, count);
    await client.query('drop table seed_batch, seed_charged');
    await client.query('commit');
    told(Math.min(count, from + PORTION - 1));
  }
}

/** What can be ordered today, numbered. */
const offers = (today: Day) => `create temp table seed_offers as
  select (row_number() over (order by o.id))::int - 1 as no, o.id as offer_id, o.sku, o.billing_rule, o.min_seats, o.max_seats,
    p.name as product_name, v.id as vendor_id, v.name as vendor_name, price.gross as price,
    case p.vat_class when 'standard' then ${vatRate('standard', lastOfMonth(today))} end as vat_rate
  from offers o join products p on p.id = o.product_id join vendors v on v.id = p.vendor_id
  join lateral (select gross from prices where offer_id = o.id and valid_from <= '${today}' order by valid_from desc limit 1) price on true
  where o.discontinued_on is null or o.discontinued_on > '${today}'`;

/** Who orders what and when, and what becomes of it (\`fate\`), on \`changed_at\`. Waiting orders belong to every twentieth partner. */
const batch = (from: number, to: number, { now, today }: SeedTime) => `create temp table seed_batch as
  with sold as (
    select s.n as id, s.partner_id, p.first_customer + pg_temp.dice(s.n, 2, p.customers) as customer_id, o.*,
      least(o.max_seats, o.min_seats + pg_temp.dice(s.n, 4, 30) * pg_temp.dice(s.n, 5, 6) / 3) as seats,
      date '${firstOfMonth(today)}' + pg_temp.dice(s.n, 3, 1 + (date '${today}' - date '${firstOfMonth(today)}')) as started_on,
      pg_temp.dice(s.n, 6, 100) as luck
    from seed_sales s join seed_partners p using (partner_id)
    join seed_offers o on o.no = pg_temp.dice(s.n, 1, (select count(*)::int from seed_offers))
    where s.n between ${from} and ${to}),
  dated as (
    select sold.*, least('${now.toISOString()}', ${officeHour('started_on', 'id', 7)}) as placed_at,
      started_on + 1 + pg_temp.dice(id, 8, greatest(1, date '${today}' - started_on)) as changed_on,
      least(max_seats, seats + 1 + pg_temp.dice(id, 9, 10)) as more_seats
    from sold)
  select *, least('${now.toISOString()}', ${officeHour('changed_on', 'id', 10)}) as changed_at,
    case when partner_id % 20 = 0 and luck < 4 then 'pending' when partner_id % 20 = 0 and luck < 6 then 'cancelled'
      when luck < 6 or changed_on > '${today}' then 'runs'
      when luck < 13 and more_seats > seats then 'seats' when luck < 20 then 'stopped'
      when luck < 26 then 'no_renewal' when luck < 31 then 'stop_date' else 'runs' end as fate,
    date '${nextMonth(today)}' + pg_temp.dice(id, 12, 40) as stop_date
  from dated`;

/** An instant between 9:00 and 18:00 Moscow of the day in a column. */
const officeHour = (column: string, n: string, salt: number) =>
  `(${column} + time '06:00') at time zone 'UTC' + pg_temp.dice(${n}, ${salt}, 32400) * interval '1 second'`;

/** What each costs this month: as ordered, up to the change, and after it. The rule of src/subscriptions/service/charge.rules.ts. */
const charged = (today: Day) => {
  const month = daysInMonth(today);
  const end = `date '${nextMonth(today)}'`;
  const charge = (seats: string, days: string) => `((price * ${seats} * (${days}) * 2 + ${month}) / ${2 * month})::bigint`;
  const firstEnd = `case fate when 'seats' then changed_on when 'stopped' then changed_on + 1 else ${end} end`;
  const isByDays = `billing_rule = 'prorated'`;
  return `create temp table seed_charged as
    select id, ${firstEnd} as first_end, ${end} as month_end,
      case when ${isByDays} then ${charge('seats', `${end} - started_on`)} else price * seats end as ordered,
      case when ${isByDays} then ${charge('seats', `${firstEnd} - started_on`)} else price * seats end as first,
      case when fate <> 'seats' then 0 when ${isByDays} then ${charge('more_seats', `${end} - changed_on`)} else price * (more_seats - seats) end as second
    from seed_batch`;
};

const subscriptions = `insert into subscriptions (id, number, partner_id, contract_id, customer_id, offer_id, status, seats, unit_price, vat_rate,
    billing_rule, auto_renew, stop_on, product_name, vendor_id, vendor_name, sku, customer_name, customer_inn, region_code, created_at,
    started_on, stopped_at, stop_cause, cancelled_at, version)
  select b.id, 'S-' || 100000 + b.id, b.partner_id, b.partner_id, b.customer_id, b.offer_id,
    (case fate when 'pending' then fate when 'cancelled' then fate when 'stopped' then fate else 'active' end)::subscription_status,
    case fate when 'seats' then more_seats else seats end, price, vat_rate, billing_rule, fate <> 'no_renewal',
    case fate when 'stop_date' then stop_date end, product_name, vendor_id, vendor_name, sku, c.name, c.inn, c.region_code, placed_at,
    case when fate not in ('pending', 'cancelled') then started_on end, case fate when 'stopped' then changed_at end,
    (case fate when 'stopped' then 'person' end)::stop_cause, case fate when 'cancelled' then changed_at end,
    case fate when 'pending' then 1 when 'cancelled' then 2 when 'runs' then 2 else 3 end
  from seed_batch b join customers c on c.id = b.customer_id order by b.id`;

/** The order of each subscription, and one of kind \`increase\` numbered after all of them. */
const orders = (
  count: number,
) => `insert into orders (id, number, partner_id, contract_id, customer_id, offer_id, subscription_id, kind, status,
    held_reason, seats_before, seats, unit_price, vat_rate, billing_rule, charge, terms_version, placed_by_id, placed_by_name, placed_at,
    held_at, done_at, cancelled_at, decided_by_id, decided_by_name)
  select b.id + given.no * ${count}, 'O-' || 100000 + b.id + given.no * ${count}, b.partner_id, b.partner_id, b.customer_id, b.offer_id, b.id,
    given.kind::order_kind, given.status::order_status, given.reason::held_reason, given.before, given.seats, price, vat_rate, billing_rule,
    given.charge, given.terms, u.id, u.name, given.at, case when given.is_late then given.at end,
    case given.status when 'done' then given.at end, case given.status when 'cancelled' then changed_at end,
    case given.status when 'cancelled' then u.id end, case given.status when 'cancelled' then u.name end
  from seed_batch b join seed_charged c using (id) join users u on u.partner_id = b.partner_id and u.role = 'partner_owner',
  lateral (
    select 0 as no, 'new' as kind, case fate when 'pending' then 'held' when 'cancelled' then 'cancelled' else 'done' end as status,
      case fate when 'pending' then 'credit_limit' end as reason, 0 as before, b.seats, c.ordered as charge,
      (select max(version) from terms) as terms, placed_at as at, fate in ('pending', 'cancelled') as is_late
    union all
    select 1, 'increase', 'done', null, b.seats, more_seats, c.first + c.second - c.ordered, null, changed_at, false where fate = 'seats') as given
  order by b.id`;

const periods = `insert into service_periods (subscription_id, partner_id, contract_id, from_on, to_on, seats, unit_price, vat_rate, charge, vat)
  select b.id, partner_id, partner_id, given.from_on, given.to_on, given.seats, price, vat_rate, given.charge, vat_inside(given.charge, vat_rate)
  from seed_batch b join seed_charged c using (id), lateral (
    select started_on as from_on, c.first_end as to_on, b.seats, c.first as charge
    union all select changed_on, c.month_end, more_seats, c.second where fate = 'seats') as given
  where fate not in ('pending', 'cancelled') order by b.id`;
