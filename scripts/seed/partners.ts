import type pg from 'pg';
import { companies, coreOfName } from '#prisma/seeds/data/companies.ts';
import { makePerson, shortName } from '#prisma/seeds/data/people.ts';
import { places } from '#prisma/seeds/data/places.ts';
import { createRandom } from '#prisma/seeds/data/random.ts';
import { makeInn10, makeKpp, makeOgrn } from '#src/lib/sample-requisites.ts';

/** Partners 1 … `count` with a contract and an owner each, who logs on as `p00001` … with the given password hash. */
export async function addPartners(client: pg.Client, count: number, passwordHash: string): Promise<void> {
  const random = createRandom(count);
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const rows = numbers.map((no) => {
    const { region } = random.pick(places);
    const inn = makeInn10(5_000_000 + no, region);
    const name = `ООО «${coreOfName(random.pick(companies))} ИТ-${no}»`;
    return { no, name, inn, kpp: makeKpp(inn), ogrn: makeOgrn(5_000_000 + no, region), owner: shortName(makePerson(random)) };
  });
  const column = (key: keyof (typeof rows)[number]) => rows.map((row) => row[key]);
  await client.query(partners, [column('no'), column('name'), column('inn'), column('kpp'), column('ogrn')]);
  await client.query(contracts);
  await client.query(storefronts);
  await client.query(owners, [column('no'), column('owner'), passwordHash]);
  await client.query(
    `select setval(pg_get_serial_sequence('partners', 'id'), $1::int), setval(pg_get_serial_sequence('contracts', 'id'), $1::int)`,
    [count],
  );
}

const partners = `insert into partners (id, code, name, inn, kpp, ogrn, address, email, phone, ax_debtor_code, ax_payer_code, credit_limit,
    payment_term_days, manager_id, created_at)
  select no, 'p' || lpad(no::text, 5, '0'), name, inn, kpp, ogrn, 'г. Москва, ул. Демонстрационная, д. ' || no,
    'info@p' || lpad(no::text, 5, '0') || '.example', '+7495555' || lpad((no % 10000)::text, 4, '0'), 'К-' || lpad(no::text, 6, '0'),
    'К-' || lpad(no::text, 6, '0'), 0, (array[10, 14, 21])[1 + no % 3], managers.ids[1 + no % cardinality(managers.ids)], '2026-01-12 09:00Z'
  from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[]) as given (no, name, inn, kpp, ogrn),
    (select array_agg(id order by id) as ids from users where role = 'manager') as managers`;

const contracts = `insert into contracts (id, partner_id, number, signed_on, created_at)
  select id, id, 'MCD-' || id || '/2026', '2026-01-12', created_at from partners`;

const storefronts = `insert into storefronts (partner_id, code, name, phone, email, address, is_on, created_at, updated_at)
  select id, code, name, phone, email, address, true, created_at, created_at from partners`;

const owners = `insert into users (login, email, name, role, partner_id, password_hash, must_change_password, created_at)
  select p.code, 'owner@' || p.code || '.example', given.name, 'partner_owner', p.id, $3, false, p.created_at
  from unnest($1::int[], $2::text[]) as given (no, name) join partners p on p.id = given.no`;
