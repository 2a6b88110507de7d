import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeDays } from '#src/billing/close/close.rules.ts';
import { stopDue } from '#src/billing/close/stops.service.ts';
import { decideCost } from '#src/credit/credit.rules.ts';
import { creditOf } from '#src/credit/credit.service.ts';
import { type Day, day, month, monthOf } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { takeOn } from '#src/orders/decision.service.ts';
import { renewAll } from '#src/orders/renewals/renewals.service.ts';
import { command } from '#src/platform/command.ts';
import { systemScope, type Tx } from '#src/platform/scope.ts';
import { lockManaged } from '#src/subscriptions/manage/managed.queries.ts';
import { changeSeats } from '#src/subscriptions/manage/seats-and-start.service.ts';
import { endService } from '#src/subscriptions/manage/stop-date.service.ts';
import { renew } from '#src/subscriptions/service/lifecycle.service.ts';
import { renew as renewPeriods } from '#src/subscriptions/service/period.rules.ts';
import { rowsOf } from '#test/billing/rows.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

const days = closeDays(month('2026-11'));
const DECEMBER = day('2026-12-01');

// Two worlds with the same past: in one the month's end is written by set, in the other one by one.
let worlds: readonly [TestPortal, TestPortal];

beforeEach(async () => {
  worlds = [await openTestPortal(), await openTestPortal()];
});
afterEach(async () => {
  for (const world of worlds) await world.close();
});

type Work = (tx: Tx, partnerIds: readonly number[]) => Promise<void>;

/** Lets both worlds have the same past, then their own month's end. @returns the rows of each */
async function ends(past: (p: TestPortal) => Promise<void>, bySet: Work, oneByOne: Work) {
  const rows = [];
  for (const [p, work] of [[worlds[0], bySet] as const, [worlds[1], oneByOne] as const]) {
    await past(p);
    p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
    const partners = await p.portal.db.partner.findMany({ orderBy: { id: 'asc' } });
    await command(systemScope(p.portal, 'test'), { action: 'test.end' }, (tx) =>
      work(
        tx,
        partners.map(({ id }) => id),
      ),
    );
    rows.push(await rowsOf(p.portal.sql));
  }
  return rows;
}

type Rows = Awaited<ReturnType<typeof rowsOf>>;

/** Without the letters and their jobs: by set one letter tells of many. */
const apart = (rows: Rows | undefined) =>
  Object.fromEntries(Object.entries(rows ?? {}).filter(([table]) => table !== 'letters' && table !== 'jobs'));

const subjects = (rows: Rows | undefined, template: string): string[] =>
  (rows?.['letters'] ?? [])
    .map((row) => JSON.parse(row))
    .filter((letter) => letter.template === template)
    .map(({ subject }) => subject);

describe('stops', () => {
  /** Off with more seats waiting, off, dated the last day, dated and missed, on; of two partners, one of whose owners reads no letters of it. */
  async function past(p: TestPortal): Promise<void> {
    const [anna, dmitry] = [new Managing(await p.scope('vector')), new Managing(await p.scope('orion'))];
    for (const seats of [7, 8, 9, 10, 11]) await placeNew(p, 'vector', { seats });
    for (const seats of [5, 6]) await placeNew(p, 'orion', { seats });
    const numbers = (await p.portal.db.subscription.findMany({ orderBy: { id: 'asc' } })).map(({ number }) => number);
    const [waiting = '', off = '', dated = '', missed = '', , foreign = ''] = numbers;
    for (const number of [waiting, off]) await anna.autoRenewal(number, { autoRenew: false });
    await anna.autoRenewal(dated, { autoRenew: true, stopOn: days.last });
    await anna.autoRenewal(missed, { autoRenew: false, stopOn: day('2026-11-25') });
    await dmitry.autoRenewal(foreign, { autoRenew: false, stopOn: day('2026-12-25') });
    await anna.setLimit(1n);
    const { version, unitPrice } = await anna.find(waiting);
    const shown = { unitPrice, charge: null, creditLimit: kopecks(1n) };
    await changeSeats(anna.scope, waiting, { version, seats: 20, comment: null, shown }, randomUUID());
    await p.portal.db.user.updateMany({ where: { login: 'orion' }, data: { mutedLetters: ['subscription-stopped'] } });
  }

  test('by set leave the very rows that one by one do', async () => {
    const [set, one] = await ends(
      past,
      async (tx, partnerIds) => void (await stopDue(tx, days, partnerIds)),
      async (tx, partnerIds) => {
        const due: { subscription: number; stopOn: Day | null }[] = [
          { subscription: 0, stopOn: null },
          { subscription: 1, stopOn: null },
          { subscription: 2, stopOn: days.last },
          { subscription: 3, stopOn: day('2026-11-25') },
          { subscription: 5, stopOn: null },
        ];
        const all = await tx.db.subscription.findMany({ where: { partnerId: { in: [...partnerIds] } }, orderBy: { id: 'asc' } });
        for (const { subscription, stopOn } of due) {
          const row = all[subscription];
          const s = row && (await lockManaged(tx, row.partnerId, { id: row.id }));
          if (s) await endService(tx, s, stopOn ? 'stop_date' : 'auto_renew_off', stopOn ?? days.last);
        }
      },
    );
    expect(apart(set)).toEqual(apart(one));
    const stopped = set?.['subscriptions']?.filter((row) => row.includes('"stopped"')) ?? [];
    expect(stopped).toHaveLength(5);
    // Вектор’s three ends of the month are one letter, the one missed is another; Орион’s owner reads none.
    const told = subjects(set, 'subscription-stopped');
    expect(told).toHaveLength(2);
    expect(told).toContain('По настройкам автопродления 3 подписки остановлены');
    expect(set?.['orders']?.filter((row) => row.includes('"cancelled"'))).toHaveLength(1);
  });
});

describe('renewals', () => {
  /** Orion’s fit in part; Меридиан is blocked; Вектор’s all fit, at a new price. */
  async function past(p: TestPortal): Promise<void> {
    const [orion, meridian] = [new Managing(await p.scope('orion')), new Managing(await p.scope('meridian'))];
    await p.portal.db.hold.updateMany({ where: { liftedAt: null }, data: { liftedAt: p.clock.now(), liftComment: '' } });
    for (const seats of [7, 8]) await placeNew(p, 'vector', { seats });
    for (const seats of [100, 200, 50, 5]) await placeNew(p, 'orion', { seats });
    for (const seats of [6, 7]) await placeNew(p, 'meridian', { seats });
    await orion.setLimit(5_700_000n);
    await meridian.hold();
    const { offerId } = await p.portal.db.subscription.findFirstOrThrow();
    await p.portal.db.price.create({ data: { offerId, gross: 215_00n, validFrom: new Date('2026-12-01') } });
    await p.portal.sql(
      'test_told',
      `insert into price_notices (partner_id, subscription_id, renewal_on, unit_price, told_at)
       select partner_id, id, '2026-12-01', 21500, '2026-11-17T09:00:00+03:00' from subscriptions where offer_id = $1`,
      [offerId],
    );
  }

  /** What the close did before it wrote by set: one decision and one write after another. */
  async function renewOneByOne(tx: Tx, partnerId: number): Promise<void> {
    let credit = await creditOf(tx.sql, partnerId);
    for (const { id } of await tx.db.subscription.findMany({ where: { partnerId }, orderBy: { id: 'asc' } })) {
      const s = await lockManaged(tx, partnerId, { id });
      if (!s) continue;
      const terms = { seats: s.seats, unitPrice: kopecks(215_00n), vatRate: s.vatRate };
      const change = renewPeriods(
        s.periods,
        { today: tx.today, openFrom: s.openFrom, billingRule: s.billingRule },
        monthOf(DECEMBER),
        terms,
      );
      const verdict = decideCost(credit, change.delta);
      if (verdict.status === 'done') {
        renew(tx, s, terms, change, DECEMBER);
        credit = { ...credit, exposure: kopecks(credit.exposure + change.delta) };
      } else {
        await takeOn(tx, verdict, { kind: 'renewal', subscription: s, ...terms, change, termsVersion: null, period: DECEMBER });
      }
    }
  }

  test('by set leave the very rows that one by one do', async () => {
    const [set, one] = await ends(
      past,
      (tx, partnerIds) => renewAll(tx, { partnerIds, month: DECEMBER }),
      async (tx, partnerIds) => {
        for (const partnerId of partnerIds) await renewOneByOne(tx, partnerId);
      },
    );
    expect(apart(set)).toEqual(apart(one));
    // Орион owes 22 791,00 ₽ of 57 000,00 ₽: 21 500,00 fit, 43 000,00 do not, 10 750,00 and 1 075,00 fit; Меридиан’s wait for the hold
    const held = set?.['orders']?.map((row) => JSON.parse(row)).filter(({ status }) => status === 'held') ?? [];
    expect(held.map(({ held_reason, seats }) => [held_reason, seats])).toEqual([
      ['credit_limit', 200],
      ['partner_blocked', 6],
      ['partner_blocked', 7],
    ]);
    // One letter to the partner and one to its manager, however many of its renewals wait.
    const told = subjects(set, 'subscription-suspended');
    expect(told).toHaveLength(4);
    expect(told.filter((subject) => subject === '2 подписки приостановлены: партнёр заблокирован')).toHaveLength(2);
    expect(told.filter((subject) => /^Подписка S-\d+ приостановлена: превышен кредитный лимит$/.test(subject))).toHaveLength(2);
  });
});
