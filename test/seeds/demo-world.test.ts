import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD, demoLogOns } from '#prisma/seeds/data/cast.ts';
import { seedDemoWorld } from '#prisma/seeds/demo-world.ts';
import { scopeOf } from '#prisma/seeds/people.ts';
import { verifyPassword } from '#src/accounts/passwords/password-hash.service.ts';
import { labelOf } from '#src/admin/journal/journal.particulars.ts';
import { listPartners } from '#src/admin/partners/partner-list.queries.ts';
import { available } from '#src/credit/credit.rules.ts';
import { creditOf } from '#src/credit/credit.service.ts';
import { auditPortal } from '#src/invariants/audit.ts';
import { day } from '#src/lib/days.ts';
import type { Portal } from '#src/platform/scope.ts';
import { perMonth, range, type ServiceEvent, serviceDays, WORLD_END } from './world-days.ts';
import { openWorld, type WorldPortal } from './world-portal.ts';

let world: WorldPortal;
let portal: Portal;

beforeAll(async () => {
  world = await openWorld();
  portal = world.portal;
}, 240_000);
afterAll(() => world?.close());

/** The only number of a one-row answer. */
async function count(text: string): Promise<number> {
  const [row] = await portal.db.$queryRawUnsafe<{ n: number }[]>(`select count(*)::int as n from ${text}`);
  return row?.n ?? 0;
}

const partnerId = async (code: string) => (await scopeOf(portal, code)).actor.partnerId ?? 0;

it('is listed for staff with the very exposure that decides about orders', async () => {
  const { rows } = await listPartners(
    await scopeOf(portal, 'manager'),
    { q: '', state: null, manager: null, sort: '-exposure' },
    { limit: null, offset: 0 },
  );
  expect(rows.length).toBe(23);
  for (const { id, exposure } of rows) expect([id, BigInt(exposure)]).toEqual([id, (await creditOf(portal.sql, id)).exposure]);
  const sums = rows.map(({ exposure }) => BigInt(exposure));
  expect(sums).toEqual([...sums].sort((a, b) => (a > b ? -1 : 1)));
  expect(new Set(sums).size).toBeGreaterThan(15);
});

it('has a Russian name for every particular of its journal', async () => {
  const keys = await portal.sql<{ key: string }>(
    'journal_keys',
    `select distinct jsonb_object_keys(coalesce(before, '{}') || coalesce(after, '{}')) as key from audit_entries order by key`,
  );
  expect(keys.length).toBeGreaterThan(10);
  expect(keys.map(({ key }) => key).filter((key) => labelOf(key) === key)).toEqual([]);
});

describe('size', () => {
  it('is as large as promised', async () => {
    expect(await count('partners')).toBe(23);
    expect(await count('customers')).toBeGreaterThanOrEqual(120);
    expect(await count('subscriptions')).toBeGreaterThanOrEqual(400);
    expect(await count('(select distinct offer_id from subscriptions) as sold')).toBeGreaterThanOrEqual(80);
    expect(await count('(select distinct vendor_id from subscriptions) as sold')).toBeGreaterThanOrEqual(10);
  });

  it.each(['active', 'stopped', 'suspended', 'pending', 'cancelled'])('has subscriptions that are %s', async (status) => {
    expect(await count(`subscriptions where status = '${status}'`)).toBeGreaterThan(0);
  });

  it.each(['started', 'seats', 'seats_down', 'renewed', 'auto_renewal', 'resumed'])('has «%s» in the journal', async (action) => {
    expect(await count(`subscription_events where action = '${action}'`)).toBeGreaterThan(0);
  });

  it('has subscriptions that end by date and by auto-renewal, all ahead', async () => {
    expect(await count(`subscriptions where status = 'active' and stop_on >= '2026-11-22'`)).toBeGreaterThan(2);
    expect(await count(`subscriptions where status = 'active' and not auto_renew`)).toBeGreaterThan(2);
    expect(await count(`subscriptions where status = 'active' and stop_on < '2026-11-22'`)).toBe(0);
  });

  it('ends before the demo begins', async () => {
    expect(await count(`subscription_events where at >= '2026-11-22T10:00+03:00'`)).toBe(0);
    expect(await count(`letters where queued_at >= '2026-11-22T10:00+03:00'`)).toBe(0);
  });

  it('leaves no letter to be sent', async () => {
    expect(await count(`letters where status = 'kept' and last_tried_at = queued_at`)).toBeGreaterThan(1000);
    expect(await count(`letters where status <> 'kept'`)).toBe(0);
    expect(await count(`pgboss.job where name in ('send-letter', 'send-letters')`)).toBe(0);
  });
});

describe('money', () => {
  it('closed six months for everybody', async () => {
    expect(await count(`month_closes where state = 'done'`)).toBe(6);
    expect(await count(`partners where open_from is distinct from '2026-11-01'`)).toBe(0);
    expect(await count('invoices')).toBeGreaterThan(100);
    expect(await count('payments')).toBeGreaterThan(90);
  });

  it('invoiced what was charged, to the kopeck', async () => {
    const perMonth = `select partner_id, contract_id, date_trunc('month', from_on)::date as period, sum(charge) as gross
      from service_periods where from_on < '2026-11-01' group by 1, 2, 3`;
    expect(
      await count(`(${perMonth}) c full join invoices i using (partner_id, contract_id, period) where c.gross is distinct from i.gross`),
    ).toBe(0);
  });

  it('nobody owes more than the limit', async () => {
    expect(await count('partners where partner_exposure(id) > credit_limit')).toBe(0);
  });
});

describe('the journal', () => {
  it('ends in the state of the subscription', async () => {
    const last = `select distinct on (subscription_id) subscription_id as id, action from subscription_events
      where action in ('ordered', 'activated', 'cancelled', 'stopped', 'started', 'suspended', 'resumed') order by subscription_id, seq desc`;
    const state = `case action when 'ordered' then 'pending' when 'cancelled' then 'cancelled' when 'stopped' then 'stopped'
      when 'suspended' then 'suspended' else 'active' end`;
    expect(await count(`subscriptions s left join (${last}) l using (id) where ${state} is distinct from s.status::text`)).toBe(0);
  });

  it('is an unbroken chain', async () => {
    const chain = `select e.*, subscription_event_digest(coalesce(lag(e.hash) over w, ''), e) as right_hash, row_number() over w as right_seq
      from subscription_events e window w as (partition by subscription_id order by seq)`;
    expect(await count(`(${chain}) e where hash <> right_hash or seq <> right_seq`)).toBe(0);
  });

  it('tells the same days of service as are charged', async () => {
    const rows = await portal.sql<{
      number: string;
      stopOn: string | null;
      events: (Omit<ServiceEvent, 'at'> & { at: string })[];
      periods: string[][];
    }>(
      'world_days',
      `select number, stop_on::text as "stopOn",
         (select jsonb_agg(jsonb_build_object('at', at, 'action', action, 'cause', after ->> 'cause') order by seq)
            from subscription_events where subscription_id = s.id) as events,
         coalesce((select jsonb_agg(jsonb_build_array(from_on, to_on)) from service_periods where subscription_id = s.id), '[]') as periods
       from subscriptions s`,
    );
    for (const { number, stopOn, events, periods } of rows) {
      const told = serviceDays(
        events.map((event) => ({ ...event, at: new Date(event.at) })),
        stopOn ? day(stopOn) : null,
        WORLD_END,
      );
      const charged = periods.flatMap(([from = '', to = '']) => range(day(from), day(to)));
      expect(perMonth(charged), number).toEqual(perMonth(told));
    }
  });
});

it('leaves nothing for the audit to find', async () => {
  expect(await auditPortal(portal)).toEqual([]);
});

describe('the named', () => {
  it('Вектор is healthy, with about fifty subscriptions of many vendors', async () => {
    const id = await partnerId('vector');
    const credit = await creditOf(portal.sql, id);
    expect(credit.holds).toEqual([]);
    expect(available(credit)).toBeGreaterThan(credit.limit / 2n);
    expect(await count(`subscriptions where partner_id = ${id}`)).toBeGreaterThanOrEqual(45);
    expect(await count(`(select distinct vendor_id from subscriptions where partner_id = ${id}) as sold`)).toBeGreaterThanOrEqual(10);
  });

  it('Орион has next to nothing left of its limit, and orders that wait for it', async () => {
    const id = await partnerId('orion');
    const credit = await creditOf(portal.sql, id);
    expect(credit.holds).toEqual([]);
    expect(available(credit)).toBeGreaterThan(0n);
    expect(available(credit)).toBeLessThan(500_00n);
    expect(await count(`orders where partner_id = ${id} and status = 'held' and held_reason = 'credit_limit'`)).toBeGreaterThanOrEqual(2);
  });

  it('Меридиан has not paid for October, and orders that wait for that', async () => {
    const id = await partnerId('meridian');
    const { holds } = await creditOf(portal.sql, id);
    expect(holds).toMatchObject([{ reason: 'overdue' }]);
    expect(holds[0]?.text).toMatch(/счёта № МС-\d{6} от 31\.10\.2026: срок был 10\.11\.2026/);
    expect(holds[0]?.amount).toBeGreaterThan(0n);
    expect(await count(`orders where partner_id = ${id} and status = 'held' and held_reason = 'partner_blocked'`)).toBeGreaterThanOrEqual(
      1,
    );
  });

  it('«Ромашка» has four subscriptions', async () => {
    const { customerId } = (await scopeOf(portal, 'romashka')).actor;
    expect(await count(`subscriptions where customer_id = ${customerId} and status = 'active'`)).toBe(4);
  });

  it('Балтинформ paid late: its hold went by itself, its order was carried out then', async () => {
    const id = await partnerId('baltinform');
    expect(await count(`holds where partner_id = ${id} and reason = 'overdue' and lifted_at is not null`)).toBe(1);
    expect(await count(`orders where partner_id = ${id} and status = 'done' and done_at > held_at`)).toBeGreaterThanOrEqual(1);
  });

  it('people of the demo log on with the demo password, other customers can not', async () => {
    for (const { login } of demoLogOns) {
      const user = await portal.db.user.findUniqueOrThrow({ where: { login } });
      expect(await verifyPassword(user.passwordHash, DEMO_PASSWORD), login).toBe(true);
      expect(user.mustChangePassword).toBe(false);
    }
    expect(await count(`users where role = 'customer' and password_hash is not null`)).toBe(1);
  });
});

describe('a second start', () => {
  it('changes nothing', async () => {
    const rows = () =>
      portal.db.$queryRaw`select (select count(*) from audit_entries) as a, (select count(*) from subscription_events) as e`;
    const before = await rows();
    await seedDemoWorld(portal);
    expect(await rows()).toEqual(before);
  });
});
