import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeDueMonths, closeMonth } from '#src/billing/close/close.service.ts';
import { auditDatabase } from '#src/invariants/audit.ts';
import { type Day, day, month } from '#src/lib/days.ts';
import { remindAndHold } from '#src/payments/receivables.service.ts';
import { systemScope } from '#src/platform/scope.ts';
import { runDailyTick } from '#src/subscriptions/service/daily-tick.service.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { at, expectWholeTerms, live, liveTwoLate, told } from './late-world.ts';

const open: TestPortal[] = [];
async function opened(): Promise<TestPortal> {
  const p = await openTestPortal();
  open.push(p);
  return p;
}
afterEach(async () => {
  for (const p of open.splice(0)) await p.close();
});

describe('November closed on 3 December', () => {
  let p: TestPortal;
  let anna: Managing;
  let number: string;

  // 10 seats since 22 November; a seat costs 214,00 ₽ a month
  beforeEach(async () => {
    p = await opened();
    anna = new Managing(await p.scope('vector'));
    number = await placeNew(p, 'vector', { seats: 10 });
    await p.portal.sql(
      'test_told',
      `insert into price_notices (partner_id, subscription_id, renewal_on, unit_price, told_at)
       select partner_id, id, '2027-01-01', 22900, '2026-11-22T10:00:00+03:00' from subscriptions`,
    );
  });

  const on = (of: string, hour = 12) => p.clock.setTo(at(day(of), hour));
  async function close(): Promise<void> {
    on('2026-12-03', 18);
    expect(await closeMonth(systemScope(p.portal, 'test'), month('2026-11'))).toMatchObject({ state: 'done', parked: [] });
  }
  const state = async () => {
    const { status, stopOn, autoRenew } = await anna.find(number);
    return [status, autoRenew, stopOn];
  };
  const december = async () => (await anna.charges(number)).filter((line) => line.startsWith('2026-12'));
  const actions = async () => (await anna.history(number)).map(({ action }) => action);

  test('renews what nobody touched as if it were in time', async () => {
    await close();
    expect(await december()).toEqual(['2026-12-01..2027-01-01 × 10 = 214000']);
  });

  test('renews what was switched off on the 1st: it ends with December', async () => {
    on('2026-12-01');
    await anna.autoRenewal(number, { autoRenew: false });
    await close();
    expect([await state(), await december()]).toEqual([['active', false, null], ['2026-12-01..2027-01-01 × 10 = 214000']]);
  });

  test('stops what was switched on only on the 1st, with the last day of November', async () => {
    await anna.autoRenewal(number, { autoRenew: false });
    on('2026-12-01');
    await anna.autoRenewal(number, { autoRenew: true });
    await close();
    expect([await state(), await december()]).toEqual([['stopped', true, null], []]);
    expect((await anna.history(number)).at(-1)).toMatchObject({ after: { cause: 'auto_renew_off', lastDay: '2026-11-30' } });
    const [letter] = await p.portal.db.letter.findMany({ where: { template: 'subscription-stopped' } });
    expect(JSON.stringify(letter?.content)).toContain('30 ноября 2026');
  });

  test('stops by the date there was, though it was put off afterwards, and bills through it', async () => {
    await anna.autoRenewal(number, { autoRenew: true, stopOn: day('2026-11-25') });
    on('2026-12-02');
    await anna.autoRenewal(number, { autoRenew: true, stopOn: day('2026-12-20') });
    await close();
    expect(await state()).toEqual(['stopped', true, '2026-12-20']);
    expect(await anna.charges(number)).toEqual(['2026-11-22..2026-11-26 × 10 = 28533']);
  });

  test.each<[string, readonly (readonly [Day, (s: Managing, of: string) => Promise<unknown>])[], readonly string[]]>([
    [
      'more seats on the 2nd work from that day',
      [[day('2026-12-02'), (s, of) => s.seats(of, 15)]],
      ['2026-12-01..2026-12-02 × 10 = 6903', '2026-12-02..2027-01-01 × 15 = 310645'],
    ],
    [
      'fewer seats on the 1st work from the day after',
      [[day('2026-12-01'), (s, of) => s.seats(of, 5)]],
      ['2026-12-01..2026-12-02 × 10 = 6903', '2026-12-02..2027-01-01 × 5 = 103548'],
    ],
    [
      'a stop on the 2nd leaves two days of December',
      [[day('2026-12-02'), (s, of) => s.stop(of)]],
      ['2026-12-01..2026-12-03 × 10 = 13806'],
    ],
    [
      'a stop and a start of one day leave the month whole',
      [
        [day('2026-12-02'), (s, of) => s.stop(of)],
        [day('2026-12-02'), (s, of) => s.start(of)],
      ],
      ['2026-12-01..2027-01-01 × 10 = 214000'],
    ],
    [
      'a stop on the 1st and a start on the 3rd leave out the 2nd',
      [
        [day('2026-12-01'), (s, of) => s.stop(of)],
        [day('2026-12-03'), (s, of) => s.start(of)],
      ],
      ['2026-12-01..2026-12-02 × 10 = 6903', '2026-12-03..2027-01-01 × 10 = 200194'],
    ],
  ])('%s', async (_, changes, charges) => {
    for (const [of, change] of changes) {
      on(of);
      await change(anna, number);
    }
    await close();
    expect(await december()).toEqual(charges);
    expect(await anna.charges(number)).toContain('2026-11-22..2026-12-01 × 10 = 64200');
    expect(await auditDatabase(p.portal.sql, p.portal.clock.today())).toEqual([]);
  });

  test('leaves alone what was ordered in December', async () => {
    on('2026-12-02');
    number = await placeNew(p, 'vector', { seats: 5 });
    await close();
    expect([await december(), await actions()]).toEqual([['2026-12-02..2027-01-01 × 5 = 103548'], ['ordered', 'activated']]);
  });

  test('leaves alone what was started in December after a stop in November', async () => {
    await anna.stop(number);
    on('2026-12-02');
    await anna.start(number);
    await close();
    expect([await december(), await actions()]).toEqual([
      ['2026-12-02..2027-01-01 × 10 = 207097'],
      ['ordered', 'activated', 'stopped', 'started'],
    ]);
  });

  // Its journal is put right by a row about its last day: service was not rendered on the days before the stop.
  test.each<[string, () => Promise<void>, readonly string[]]>([
    [
      'switched off and stopped by hand on the 2nd ends with November',
      async () => {
        await anna.autoRenewal(number, { autoRenew: false });
        on('2026-12-02');
        await anna.stop(number);
      },
      ['2026-11-22..2026-12-01 × 10 = 64200'],
    ],
    [
      'switched off, stopped on the 1st and started on the 3rd pays from the 3rd',
      async () => {
        await anna.autoRenewal(number, { autoRenew: false });
        on('2026-12-01');
        await anna.stop(number);
        on('2026-12-03');
        await anna.start(number);
      },
      ['2026-11-22..2026-12-01 × 10 = 64200', '2026-12-03..2027-01-01 × 10 = 200194'],
    ],
    [
      'switched off, stopped by a new date of the 2nd ends with November',
      async () => {
        await anna.autoRenewal(number, { autoRenew: false });
        on('2026-12-01');
        await anna.autoRenewal(number, { autoRenew: true, stopOn: day('2026-12-02') });
        on('2026-12-03', 1);
        await runDailyTick(p.portal);
      },
      ['2026-11-22..2026-12-01 × 10 = 64200'],
    ],
    [
      'with a date of the 25th nobody carried out, stopped by hand on the 2nd, pays through the 25th',
      async () => {
        await anna.autoRenewal(number, { autoRenew: true, stopOn: day('2026-11-25') });
        on('2026-12-02');
        await anna.stop(number);
      },
      ['2026-11-22..2026-11-26 × 10 = 28533'],
    ],
    [
      'stopped on the 2nd with a renewal that a hold keeps back ends with November',
      async () => {
        on('2026-12-02');
        await anna.stop(number);
        await anna.hold();
      },
      ['2026-11-22..2026-12-01 × 10 = 64200'],
    ],
    [
      'stopped on the 1st, started on the 3rd, with a renewal beyond the limit, pays from the 3rd',
      async () => {
        on('2026-12-01');
        await anna.stop(number);
        on('2026-12-03');
        await anna.start(number);
        await anna.setLimit((await anna.facts(number)).credit.exposure);
      },
      ['2026-11-22..2026-12-01 × 10 = 64200', '2026-12-03..2027-01-01 × 10 = 200194'],
    ],
  ])('one %s', async (_, happen, charges) => {
    await happen();
    const { status } = await anna.find(number);
    await close();
    expect((await anna.find(number)).status).toBe(status);
    expect(await anna.charges(number)).toEqual(charges);
    const lastDay = charges[0]?.includes('2026-11-26') ? '2026-11-25' : '2026-11-30';
    expect((await anna.history(number)).at(-1)).toMatchObject({ action: 'stopped', before: {}, after: { lastDay } });
    expect((await p.letters({ template: 'subscription-stopped' })).at(-1)?.subject).toMatch(/последний день был (25|30) ноября 2026/);
    on('2027-01-05');
    await closeDueMonths(p.portal);
    await p.drainJobs();
    expect(await auditDatabase(p.portal.sql, p.portal.clock.today())).toEqual([]);
  });

  test('two months late, one that ended with the first of them has no part in the second', async () => {
    const held = await placeNew(p, 'vector', { seats: 20 });
    await anna.autoRenewal(number, { autoRenew: false });
    on('2027-01-02');
    await anna.stop(number);
    await anna.stop(held);
    await anna.hold();
    on('2027-01-05');
    await closeDueMonths(p.portal);
    expect(await anna.charges(number)).toEqual(['2026-11-22..2026-12-01 × 10 = 64200']);
    expect(await anna.charges(held)).toEqual(['2026-11-22..2026-12-01 × 20 = 128400']);
    expect((await anna.history(held)).map(({ action }) => action)).toEqual(['ordered', 'activated', 'stopped', 'stopped']);
    expect(await auditDatabase(p.portal.sql, p.portal.clock.today())).toEqual([]);
  });

  test('two months late, each month has its own changes', async () => {
    const [off, put] = [await placeNew(p, 'vector', { seats: 20 }), await placeNew(p, 'vector', { seats: 30 })];
    await anna.autoRenewal(off, { autoRenew: false });
    await anna.setLimit(10n ** 10n);
    on('2026-12-05');
    await anna.autoRenewal(off, { autoRenew: true });
    on('2026-12-10');
    await anna.seats(number, 15);
    await anna.autoRenewal(put, { autoRenew: true, stopOn: day('2026-12-20') });
    on('2027-01-02');
    await runDailyTick(p.portal); // nobody ran it on 21 December
    await anna.stop(number);
    on('2027-01-05');
    expect(await closeDueMonths(p.portal)).toMatchObject([
      { month: '2026-11', state: 'done' },
      { month: '2026-12', state: 'done' },
    ]);
    expect(await anna.charges(number)).toEqual([
      '2026-11-22..2026-12-01 × 10 = 64200',
      '2026-12-01..2026-12-10 × 10 = 62129',
      '2026-12-10..2027-01-01 × 15 = 227806',
      '2027-01-01..2027-01-03 × 15 = 22161',
    ]);
    expect(await anna.charges(off)).toEqual(['2026-11-22..2026-12-01 × 20 = 128400']);
    expect(await anna.charges(put)).toEqual(['2026-11-22..2026-12-01 × 30 = 192600', '2026-12-01..2026-12-21 × 30 = 414194']);
    expect(await p.portal.db.invoice.findMany({ orderBy: { seq: 'asc' } })).toMatchObject([{ gross: 385_200n }, { gross: 704_129n }]);
    expect(await auditDatabase(p.portal.sql, p.portal.clock.today())).toEqual([]);
  });

  test('two months late, a start in the second keeps its price', async () => {
    on('2026-12-10');
    await anna.stop(number);
    on('2027-01-03');
    await anna.start(number);
    on('2027-01-05');
    await closeDueMonths(p.portal);
    expect(await anna.charges(number)).toEqual([
      '2026-11-22..2026-12-01 × 10 = 64200',
      '2026-12-01..2026-12-11 × 10 = 69032',
      '2027-01-03..2027-02-01 × 10 = 214226',
    ]);
    expect((await anna.find(number)).unitPrice).toBe(229_00n);
    expect(await auditDatabase(p.portal.sql, p.portal.clock.today())).toEqual([]);
  });

  test('two months late, what the first of them held is held for both', async () => {
    await anna.setLimit(70_000n);
    on('2027-01-05');
    await closeDueMonths(p.portal);
    expect([await state(), await december(), await actions()]).toEqual([
      ['suspended', true, null],
      [],
      ['ordered', 'activated', 'suspended'],
    ]);
    expect(await p.portal.db.order.findMany({ where: { kind: 'renewal' } })).toMatchObject([{ period: new Date('2026-12-01') }]);
  });

  // 14 days from 5 January are 19 January; the renewals of December and January were written on 5 January too.
  test('two months late, the next closes in time, and the term of both runs from the day they came', async () => {
    await anna.setLimit(10n ** 10n);
    on('2027-01-05');
    await closeDueMonths(p.portal);
    await remindAndHold(p.portal);
    const dues = async () => (await p.portal.db.invoice.findMany({ orderBy: { period: 'asc' } })).map(({ dueOn }) => dueOn);
    const holds = () => p.portal.db.hold.count({ where: { partnerId: anna.partnerId } });
    expect(await dues()).toEqual([new Date('2027-01-19'), new Date('2027-01-19')]);
    expect([await holds(), await p.portal.db.letter.count({ where: { template: 'invoice-due-soon' } })]).toEqual([0, 0]);
    on('2027-01-16', 1);
    await remindAndHold(p.portal);
    expect(await p.letters({ template: 'invoice-due-soon' })).toHaveLength(4); // owner and accountant, two invoices
    on('2027-01-19', 1);
    await remindAndHold(p.portal);
    expect(await holds()).toBe(0);
    on('2027-01-20', 1);
    await remindAndHold(p.portal);
    expect(await holds()).toBe(2);
    on('2027-01-31', 21);
    expect(await closeDueMonths(p.portal)).toMatchObject([{ month: '2027-01', state: 'done', parked: [] }]);
    expect((await anna.charges(number)).slice(1)).toEqual(['2026-12-01..2027-01-01 × 10 = 214000', '2027-01-01..2027-02-01 × 10 = 229000']);
    expect(await auditDatabase(p.portal.sql, p.portal.clock.today())).toEqual([]);
  });

  test('holds a renewal that does not fit, at the seats there are now', async () => {
    on('2026-12-02');
    await anna.seats(number, 15);
    await anna.setLimit(70_000n);
    await close();
    expect([await state(), await december()]).toEqual([['suspended', true, null], []]);
    expect(await p.portal.db.order.findFirst({ where: { kind: 'renewal' } })).toMatchObject({
      status: 'held',
      seats: 15,
      period: new Date('2026-12-01'),
    });
  });
});

// A short form of `npm run drill -- late`. In 104 and 205 a renewal written late is
// of the day on which somebody stopped and started; in 239 both months of one instant stop something.
describe('a late close after random changes', () => {
  test.each([1, 2, 3, 104])(
    'leaves what a close in time would have left (seed %i)',
    async (seed) => {
      const [inTime, late] = [await opened(), await opened()];
      await live(inTime, seed, false);
      await live(late, seed, true);
      expect(await told(late)).toEqual(await told(inTime));
      await expectWholeTerms(inTime);
      await expectWholeTerms(late);
      expect(await auditDatabase(late.portal.sql, late.portal.clock.today())).toEqual([]);
    },
    120_000,
  );

  test.each([5, 205, 239])(
    'of two months is followed by closes in time that park nobody (seed %i)',
    async (seed) => {
      const p = await opened();
      await liveTwoLate(p, seed);
      await expectWholeTerms(p);
      expect(await auditDatabase(p.portal.sql, p.portal.clock.today())).toEqual([]);
    },
    120_000,
  );
});
