import { afterAll, beforeAll, expect, it } from 'vitest';
import { scopeOf } from '#prisma/seeds/people.ts';
import { stopSubscription } from '#src/subscriptions/manage/manage.service.ts';
import { managedByNumber } from '#src/subscriptions/manage/managed.queries.ts';
import { migrated } from '#test/support/database.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { seedLoad } from '../../scripts/seed/load.ts';
import { readSize, SeedError } from '../../scripts/seed/options.ts';

let test: TestPortal;

beforeAll(async () => {
  test = await openTestPortal({ template: migrated });
  await seedLoad(test.portal, test.database.url, { partners: 40, subscriptions: 4_000, products: 150 }, () => {});
}, 240_000);
afterAll(() => test?.close());

async function count(text: string): Promise<number> {
  const [row] = await test.portal.db.$queryRawUnsafe<{ n: number }[]>(`select count(*)::int as n from ${text}`);
  return row?.n ?? 0;
}

it('makes as much as asked for, in every state a person can bring about', async () => {
  expect(await count('partners')).toBe(40);
  expect(await count('subscriptions')).toBe(4_000);
  expect(await count('products')).toBe(150);
  expect(await count(`(select distinct status from subscriptions) as states`)).toBe(4);
  expect(await count(`(select distinct billing_rule from subscriptions) as rules`)).toBe(2);
  expect(await count('users where customer_id is not null')).toBe(await count('customers'));
});

it('chains the journal as the trigger would', async () => {
  const chain = `select e.*, subscription_event_digest(coalesce(lag(e.hash) over w, ''), e) as right_hash, row_number() over w as right_seq
    from subscription_events e window w as (partition by subscription_id order by seq)`;
  expect(await count(`(${chain}) e where hash <> right_hash or seq <> right_seq`)).toBe(0);
  expect(await count(`pg_trigger where tgname = 'subscription_events_chain' and tgenabled <> 'O'`)).toBe(0);
});

it('charges what the journal adds up to', async () => {
  const charged = `select s.id, coalesce((select sum(charge) from service_periods where subscription_id = s.id), 0) as charged,
    (select sum(month_delta) from subscription_events where subscription_id = s.id) as told,
    (select coalesce(sum(charge), 0) from orders where subscription_id = s.id and status = 'done') as ordered, status from subscriptions s`;
  expect(await count(`(${charged}) c where charged <> told or (status = 'active' and charged <> ordered)`)).toBe(0);
});

it('keeps to the limits, and waits only where they say so', async () => {
  expect(await count('partners where partner_exposure(id) > credit_limit')).toBe(0);
  expect(await count(`orders o join partners p on p.id = o.partner_id where status = 'held'`)).toBeGreaterThan(0);
  expect(
    await count(
      `orders o join partners p on p.id = o.partner_id where status = 'held' and partner_exposure(p.id) + charge <= credit_limit`,
    ),
  ).toBe(0);
});

it('goes on by the services', async () => {
  const [row] = await test.portal.sql<{ number: string; code: string }>(
    'some_active',
    `select s.number, p.code from subscriptions s join partners p on p.id = s.partner_id where s.status = 'active' and s.auto_renew
       and not exists (select from holds where partner_id = p.id) and s.started_on < '2026-11-20' order by s.id limit 1`,
  );
  const scope = await scopeOf(test.portal, row?.code ?? '');
  const before = await managedByNumber(test.portal.sql, scope.actor.partnerId ?? 0, row?.number ?? '');
  await stopSubscription(scope, row?.number ?? '', { version: before?.version ?? 0, comment: null }, 'a token of the test');
  const after = await managedByNumber(test.portal.sql, scope.actor.partnerId ?? 0, row?.number ?? '');
  expect(after).toMatchObject({ status: 'stopped', periods: [{ to: '2026-11-23' }] });
});

it('lets owners log on', async () => {
  await expect(test.as('p00001')).resolves.toBeDefined();
});

it('refuses a database with data, and sizes that are none', async () => {
  const again = seedLoad(test.portal, test.database.url, { partners: 1, subscriptions: 1, products: 1 }, () => {});
  await expect(again).rejects.toBeInstanceOf(SeedError);
  expect(() => readSize(['--partners', 'many'])).toThrow(SeedError);
  expect(() => readSize(['--partner', '5'])).toThrow(SeedError);
  expect(readSize(['--partners', '5', '--subscriptions', '10'])).toEqual({ partners: 5, subscriptions: 10, products: 1 });
});
