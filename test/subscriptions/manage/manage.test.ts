import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decideCost } from '#src/credit/credit.rules.ts';
import { day, month } from '#src/lib/days.ts';
import { takeOn } from '#src/orders/decision.service.ts';
import { cancelOrder } from '#src/orders/orders.service.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, Forbidden, Invalid, NotFound } from '#src/platform/errors.ts';
import { changeAutoRenewal, stopSubscription } from '#src/subscriptions/manage/manage.service.ts';
import { renew } from '#src/subscriptions/service/period.rules.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, TEST_NOW, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let anna: Managing;

beforeAll(async () => {
  p = await openTestPortal();
  anna = new Managing(await p.scope('vector'));
});
beforeEach(async () => {
  p.clock.setTo(TEST_NOW);
  await anna.setLimit(LIMIT);
});
afterAll(() => p.close());

const LIMIT = 500_000_00n;
const subscribe = (seats = 10) => placeNew(p, 'vector', { seats });

describe('stop', () => {
  test('charges today, takes the rest of the month back, and writes state, journal and letter', async () => {
    const number = await subscribe();
    expect(await anna.charges(number)).toEqual(['2026-11-22..2026-12-01 × 10 = 64200']); // 10 × 214,00 × 9 / 30
    await anna.stop(number, 'Проект закрыт');
    expect(await anna.charges(number)).toEqual(['2026-11-22..2026-11-23 × 10 = 7133']); // one day
    const row = await p.portal.db.subscription.findUniqueOrThrow({ where: { number } });
    expect(row).toMatchObject({ status: 'stopped', stopCause: 'person', stoppedAt: TEST_NOW, autoRenew: true, version: 2 });
    expect((await anna.history(number)).at(-1)).toMatchObject({
      seq: 3,
      action: 'stopped',
      before: { status: 'active' },
      after: { status: 'stopped', cause: 'person' },
      monthDelta: -57067n,
      fullMonthDelta: -214000n,
      comment: 'Проект закрыт',
      actorName: 'Анна Ветрова',
    });
    await p.drainJobs();
    const [letter] = await p.letters({ template: 'subscription-stopped', subscriptionId: row.id });
    expect(letter).toMatchObject({ to: 'anna@vector.example', subject: expect.stringContaining(number) });
    expect(letter?.text).toMatch(/Последний день:? 22 ноября 2026/);
    expect(letter?.text).toContain('Проект закрыт');
  });

  test('from a suspended one cancels the renewal that waits', async () => {
    const number = await subscribe();
    await suspendByHeldRenewal(number);
    p.clock.setTo(new Date('2026-12-02T09:00:00Z'));
    await anna.stop(number);
    const row = await p.portal.db.subscription.findUniqueOrThrow({ where: { number }, include: { orders: true } });
    expect(row.status).toBe('stopped');
    expect(row.orders.map(({ kind, status }) => `${kind} ${status}`)).toEqual(['new done', 'renewal cancelled']);
    expect((await anna.history(number)).at(-1)).toMatchObject({ before: { status: 'suspended' }, monthDelta: 0n, fullMonthDelta: 0n });
  });

  test('is refused in every other state', async () => {
    const stopped = await subscribe();
    await anna.stop(stopped);
    for (const make of [async () => stopped, pending, cancelled]) {
      const number = await make();
      const before = await snapshot(number);
      await expect(anna.stop(number)).rejects.toThrow(Conflict);
      expect(await snapshot(number)).toEqual(before);
    }
  });
});

describe('auto-renewal', () => {
  test('goes off, on, and to a stop date; each is a row of the journal and a letter', async () => {
    const number = await subscribe();
    await anna.autoRenewal(number, { autoRenew: false });
    await anna.autoRenewal(number, { autoRenew: true });
    await anna.autoRenewal(number, { autoRenew: true, stopOn: day('2026-11-28') });
    await anna.autoRenewal(number, { autoRenew: true, stopOn: null });
    const rows = (await anna.history(number)).filter(({ action }) => action === 'auto_renewal');
    expect(rows.map(({ before, after, monthDelta, fullMonthDelta }) => ({ before, after, monthDelta, fullMonthDelta }))).toEqual(
      [
        [
          { autoRenew: true, stopOn: null },
          { autoRenew: false, stopOn: null },
        ],
        [
          { autoRenew: false, stopOn: null },
          { autoRenew: true, stopOn: null },
        ],
        [
          { autoRenew: true, stopOn: null },
          { autoRenew: true, stopOn: '2026-11-28' },
        ],
        [
          { autoRenew: true, stopOn: '2026-11-28' },
          { autoRenew: true, stopOn: null },
        ],
      ].map(([before, after]) => ({ before, after, monthDelta: 0n, fullMonthDelta: 0n })),
    );
    const { id } = await anna.find(number);
    const letters = await p.letters({ template: 'auto-renewal-changed', subscriptionId: id });
    expect(letters).toHaveLength(4);
    expect(await anna.charges(number)).toEqual(['2026-11-22..2026-12-01 × 10 = 64200']);
  });

  test('the settings it has already change nothing and write nothing', async () => {
    const number = await subscribe();
    const before = await snapshot(number);
    await anna.autoRenewal(number, { autoRenew: true });
    expect(await snapshot(number)).toEqual(before);
  });

  test('a stop date in the past is refused, today is not', async () => {
    const number = await subscribe();
    const past = anna.autoRenewal(number, { autoRenew: true, stopOn: day('2026-11-21') });
    await expect(past).rejects.toMatchObject({ fields: { stopOn: expect.stringContaining('22.11.2026') } });
    await anna.autoRenewal(number, { autoRenew: true, stopOn: day('2026-11-22') });
    expect((await anna.find(number)).stopOn).toBe('2026-11-22');
  });

  test('is refused while no service is rendered', async () => {
    const stopped = await subscribe();
    await anna.stop(stopped);
    const suspended = async () => {
      const number = await subscribe();
      await suspendByHeldRenewal(number);
      return number;
    };
    for (const make of [async () => stopped, pending, cancelled, suspended]) {
      const number = await make();
      await expect(anna.autoRenewal(number, { autoRenew: false })).rejects.toThrow(Conflict);
    }
  });

  test('the first second of a day in Moscow decides what is past', async () => {
    const number = await subscribe();
    p.clock.setTo(new Date('2026-11-22T20:59:59Z'));
    await anna.autoRenewal(number, { autoRenew: true, stopOn: day('2026-11-22') });
    p.clock.setTo(new Date('2026-11-22T21:00:00Z'));
    await expect(anna.autoRenewal(number, { autoRenew: false, stopOn: day('2026-11-22') })).rejects.toThrow(Invalid);
  });
});

describe('who may, and on what', () => {
  test('a hold forbids every move and tells its reason', async () => {
    const number = await subscribe();
    const other = await subscribe();
    await anna.stop(other);
    const hold = await anna.hold();
    const reason = /Управление подписками заблокировано: Просрочена оплата счёта № 42/;
    for (const move of [
      () => anna.stop(number),
      () => anna.start(other),
      () => anna.seats(number, 12),
      () => anna.seats(number, 8),
      () => anna.autoRenewal(number, { autoRenew: false }),
    ]) {
      await expect(move()).rejects.toThrow(Forbidden);
      await expect(move()).rejects.toThrow(reason);
    }
    await anna.lift(hold);
    await anna.stop(number);
  });

  test('a version that is not the one seen is refused, and nothing is lost', async () => {
    const number = await subscribe();
    const { version } = await anna.find(number);
    await anna.autoRenewal(number, { autoRenew: false });
    const before = await snapshot(number);
    await expect(stopSubscription(anna.scope, number, { version, comment: null }, randomUUID())).rejects.toThrow(Conflict);
    const settings = { version, autoRenew: true, stopOn: null };
    await expect(changeAutoRenewal(anna.scope, number, settings, randomUUID())).rejects.toThrow(Conflict);
    expect(await snapshot(number)).toEqual(before);
  });

  test('strangers find nothing; the accountant, the customer and staff may not', async () => {
    const number = await subscribe();
    const input = { version: 1, comment: null };
    const stopAs = async (login: string) => stopSubscription(await p.scope(login), number, input, randomUUID());
    await expect(stopAs('orion')).rejects.toThrow(NotFound);
    for (const login of ['vector-books', 'romashka', 'manager', 'admin']) await expect(stopAs(login)).rejects.toThrow(Forbidden);
    await stopAs('vector-sales');
  });

  test('a repeated submit does it once', async () => {
    const number = await subscribe();
    const token = randomUUID();
    const { version } = await anna.find(number);
    const answers = [];
    for (let i = 0; i < 3; i += 1) answers.push(await stopSubscription(anna.scope, number, { version, comment: null }, token));
    expect(answers).toEqual([{ number }, { number }, { number }]);
    expect((await anna.history(number)).filter(({ action }) => action === 'stopped')).toHaveLength(1);
  });
});

/** Everything of a subscription that a refused change must leave alone. */
async function snapshot(number: string) {
  const { subscription, periods, events } = await p.portal.db.subscription
    .findUniqueOrThrow({ where: { number }, include: { periods: true, events: true } })
    .then(({ periods, events, ...subscription }) => ({ subscription, periods, events }));
  return { subscription, periods, events, letters: await p.portal.db.letter.count({ where: { subscriptionId: subscription.id } }) };
}

/** One whose order waits for the limit. */
async function pending(): Promise<string> {
  const limit = (await anna.facts(await subscribe())).credit.limit;
  await anna.setLimit(1n);
  const number = await subscribe();
  await anna.setLimit(limit);
  return number;
}

async function cancelled(): Promise<string> {
  const number = await pending();
  const order = await p.portal.db.order.findFirstOrThrow({ where: { subscription: { number } } });
  await cancelOrder(anna.scope, order.number);
  return number;
}

/** What the month close does to a subscription whose renewal doesn't fit. */
async function suspendByHeldRenewal(number: string): Promise<void> {
  const { credit } = await anna.facts(number);
  const s = await anna.find(number);
  const at = { today: p.clock.today(), openFrom: s.openFrom, billingRule: s.billingRule };
  const { seats, unitPrice, vatRate } = s;
  const change = renew(s.periods, at, month('2026-12'), { seats, unitPrice, vatRate });
  const order = {
    kind: 'renewal',
    subscription: s,
    seats,
    unitPrice,
    vatRate,
    change,
    termsVersion: null,
    period: day('2026-12-01'),
  } as const;
  await anna.setLimit(credit.exposure);
  await command(anna.scope, { action: 'test.renewal' }, (tx) =>
    takeOn(tx, decideCost({ ...credit, limit: credit.exposure }, change.delta), order).then(() => null),
  );
}
