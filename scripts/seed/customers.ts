import type pg from 'pg';
import { companies } from '#prisma/seeds/data/companies.ts';
import { makePerson, shortName } from '#prisma/seeds/data/people.ts';
import { placeIn, places } from '#prisma/seeds/data/places.ts';
import { createRandom } from '#prisma/seeds/data/random.ts';
import { makeInn10, makeKpp } from '#src/lib/sample-requisites.ts';

const PORTION = 5_000;
const SUBSCRIPTIONS_PER_CUSTOMER = 8;

/**
 * Deals the subscriptions out to partners, the first of them getting the most, and makes as many customers as that takes,
 * each with its user. Leaves the temporary tables `seed_sales` (n → partner) and `seed_partners` (its range of customers).
 */
export async function addCustomers(client: pg.Client, partners: number, subscriptions: number): Promise<void> {
  await client.query(sales(partners, subscriptions));
  await client.query(ranges(SUBSCRIPTIONS_PER_CUSTOMER));
  const { rows } = await client.query<{ partnerId: number; customers: number }>(
    'select partner_id as "partnerId", customers from seed_partners order by partner_id',
  );
  const owners = rows.flatMap(({ partnerId, customers }) => Array.from({ length: customers }, () => partnerId));
  const random = createRandom(subscriptions);
  for (let from = 0; from < owners.length; from += PORTION) {
    const made = owners.slice(from, from + PORTION).map((partnerId, index) => customer(random, from + index + 1, partnerId));
    const column = (key: keyof (typeof made)[number]) => made.map((row) => row[key]);
    await client.query(insert, [
      column('id'),
      column('partnerId'),
      column('name'),
      column('inn'),
      column('kpp'),
      column('contact'),
      column('region'),
    ]);
  }
  await client.query(`select setval(pg_get_serial_sequence('customers', 'id'), $1::int)`, [owners.length]);
  await client.query(users);
  await client.query('analyze seed_sales, seed_partners, partners, contracts, customers, users');
}

/** By the power 1.5 a twentieth of the partners holds an eighth of all subscriptions. */
const sales = (partners: number, subscriptions: number) => `create temp table seed_sales as
  select n, 1 + floor(${partners} * power(pg_temp.dice(n, 11, 1000000) / 1000000.0, 1.5))::int as partner_id
  from generate_series(1, ${subscriptions}) as n`;

const ranges = (perCustomer: number) => `create temp table seed_partners as
  select partner_id, customers, (sum(customers) over (order by partner_id) - customers)::int + 1 as first_customer
  from (select p.id as partner_id, greatest(1, count(s.n) / ${perCustomer})::int as customers
    from partners p left join seed_sales s on s.partner_id = p.id group by 1) as counted`;

function customer(random: ReturnType<typeof createRandom>, id: number, partnerId: number) {
  const { region } = placeIn(random.pick(places).region);
  const inn = makeInn10(6_000_000 + id, region);
  const name = random.pick(companies).replace(/»$/, ` ${id}»`);
  return { id, partnerId, name, inn, kpp: makeKpp(inn), contact: shortName(makePerson(random)), region };
}

const insert = `insert into customers (id, partner_id, name, inn, kpp, contact_name, email, phone, domain_prefix, region_code, created_at, updated_at)
  select id, partner_id, name, inn, kpp, contact, 'admin@c' || id || '.example', '+7495' || lpad((id % 10000000)::text, 7, '0'), 'c' || id, region,
    timestamptz '2026-01-13 09:00Z', timestamptz '2026-01-13 09:00Z'
  from unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) as given (id, partner_id, name, inn, kpp, contact, region)`;

const users = `insert into users (login, email, name, phone, role, partner_id, customer_id, created_at)
  select domain_prefix, email, contact_name, phone, 'customer', partner_id, id, created_at from customers order by id`;
