import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { creditOf } from '#src/credit/credit.service.ts';
import { liftHold } from '#src/credit/holds.service.ts';
import { day, month } from '#src/lib/days.ts';
import { kopecks, sum } from '#src/lib/money.ts';
import { spread } from '#src/payments/payments.rules.ts';
import { type NewPayment, registerPayment, reversePayment } from '#src/payments/payments.service.ts';
import { remindAndHold } from '#src/payments/receivables.service.ts';
import { command } from '#src/platform/command.ts';
import { orderAs, placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

describe('spreading money over invoices', () => {
  it('pays in order and keeps the rest', () => {
    const open = [60n, 30n, 50n].map((amount, id) => ({ id, open: kopecks(amount) }));
    expect(spread(kopecks(100n), open)).toEqual({
      shares: [
        { invoiceId: 0, amount: 60n },
        { invoiceId: 1, amount: 30n },
        { invoiceId: 2, amount: 10n },
      ],
      rest: 0n,
    });
  });

  it('never pays more than is open and loses nothing', () => {
    const invoices = fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 10n }), invoices, (amount, open) => {
        const { shares, rest } = spread(
          kopecks(amount),
          open.map((value, id) => ({ id, open: kopecks(value) })),
        );
        expect(sum(...shares.map((share) => share.amount), rest)).toBe(amount);
        for (const share of shares) expect(share.amount <= (open[share.invoiceId] ?? 0n)).toBe(true);
      }),
    );
  });
});

describe('money in', () => {
  let p: TestPortal;
  let partnerId: number;

  const pay = async (changes: Partial<NewPayment>) =>
    registerPayment(await p.scope('manager'), {
      partnerId,
      receivedOn: p.portal.clock.today(),
      amount: kopecks(10_000n),
      payerName: 'ООО «Вектор»',
      payerInn: null,
      docNumber: '517',
      purpose: 'Оплата по счету № МС-000001',
      source: 'hand',
      sourceKey: null,
      invoiceIds: [],
      ...changes,
    });
  const exposure = async () => (await creditOf(p.portal.sql, partnerId)).exposure;
  const openHolds = () => p.portal.db.hold.findMany({ where: { partnerId, liftedAt: null } });

  beforeEach(async () => {
    p = await openTestPortal();
    partnerId = (await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } })).id;
    await placeNew(p, 'vector', { seats: 7 }); // 449,40 ₽ of November, 1 498,00 ₽ of December
    p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
    await closeMonth(await p.scope('admin'), month('2026-11'));
  });
  afterEach(() => p.close());

  it('settles the invoice, the rest is a prepayment', async () => {
    expect(await pay({ amount: kopecks(50_000n) })).toMatchObject({ settled: 1, prepayment: '5060' });
    expect(await exposure()).toBe(149_800n);
  });

  it('uses the prepayment for the next invoice', async () => {
    await pay({ amount: kopecks(50_000n) });
    p.clock.setTo(new Date('2026-12-31T21:00:00+03:00'));
    await closeMonth(await p.scope('admin'), month('2026-12'));
    const settled = await p.portal.db.settlement.aggregate({ _sum: { amount: true } });
    expect(settled._sum.amount).toBe(50_000n);
  });

  it('takes a payment back once', async () => {
    const { id } = await pay({ amount: kopecks(44_940n) });
    const manager = await p.scope('manager');
    await reversePayment(manager, id, 'Ошибочный платёж');
    expect(await exposure()).toBe(44_940n + 149_800n);
    await expect(reversePayment(manager, id, 'Ещё раз')).rejects.toThrow(/уже сторнирован/);
  });

  it('settles again, with the oldest money not used up, what a payment taken back had paid', async () => {
    const { id } = await pay({ amount: kopecks(44_940n) });
    const [older, newer] = [await pay({ amount: kopecks(40_000n) }), await pay({ amount: kopecks(10_000n) })];
    await reversePayment(await p.scope('manager'), id, 'Ошибочный платёж');
    expect(await exposure()).toBe(149_800n);
    const settled = await p.portal.db.settlement.groupBy({ by: ['paymentId'], _sum: { amount: true }, orderBy: { paymentId: 'asc' } });
    expect(settled.map(({ paymentId, _sum }) => [paymentId, _sum.amount])).toEqual([
      [id, 0n],
      [older.id, 40_000n],
      [newer.id, 4_940n],
    ]);
  });

  it('lets a hold go when money that was free pays what a payment taken back had paid', async () => {
    const { id } = await pay({ amount: kopecks(44_940n) });
    await reversePayment(await p.scope('manager'), id, 'Ошибочный платёж');
    p.clock.setTo(new Date('2026-12-15T09:00:00+03:00'));
    await remindAndHold(p.portal);
    const [hold] = await openHolds();
    const again = await pay({ amount: kopecks(44_940n) });
    await pay({ amount: kopecks(44_940n) });
    await reversePayment(await p.scope('manager'), again.id, 'Ещё одна ошибка');
    expect(hold).toMatchObject({ reason: 'overdue' });
    expect(await openHolds()).toEqual([]);
  });

  it('refuses a sum of nothing and a day to come', async () => {
    await expect(pay({ amount: kopecks(0n) })).rejects.toThrow(/больше нуля/);
    await expect(pay({ receivedOn: day('2026-12-01') })).rejects.toThrow(/в будущем/);
  });

  it('does not hold again tomorrow what a person let go today', async () => {
    p.clock.setTo(new Date('2026-12-15T09:00:00+03:00'));
    await remindAndHold(p.portal);
    const [hold] = await openHolds();
    const manager = await p.scope('manager');
    await command(manager, { action: 'hold.lift' }, (tx) => liftHold(tx, partnerId, hold?.id ?? 0, 'обещали завтра'));
    p.clock.setTo(new Date('2026-12-16T09:00:00+03:00'));
    await remindAndHold(p.portal);
    expect(await openHolds()).toEqual([]);
  });

  it('reminds three days before and on the day, holds the day after, and lets go when paid', async () => {
    // 30 November + 14 days = 14 December 2026, a Monday
    for (const on of ['2026-12-10', '2026-12-11', '2026-12-12', '2026-12-14', '2026-12-14', '2026-12-15', '2026-12-16']) {
      p.clock.setTo(new Date(`${on}T09:00:00+03:00`));
      await remindAndHold(p.portal);
    }
    const letters = await p.letters({
      partnerId,
      template: { in: ['invoice-due-soon', 'invoice-overdue'] },
      recipientAddress: 'anna@vector.example',
    });
    expect(letters.map(({ template }) => template)).toEqual(['invoice-due-soon', 'invoice-due-soon', 'invoice-overdue']);
    expect(await openHolds()).toMatchObject([{ reason: 'overdue', text: expect.stringContaining('МС-000001') }]);
    const held = await orderAs(await p.scope('vector'), { seats: 7 });
    expect(held).toMatchObject({ status: 'held', heldReason: 'partner_blocked' });
    await pay({ amount: kopecks(44_940n) });
    expect(await openHolds()).toEqual([]);
    expect(await p.portal.db.order.findUniqueOrThrow({ where: { number: held.number } })).toMatchObject({ status: 'done' });
  });

  it('leaves a manual hold alone when everything is paid', async () => {
    await p.portal.db.hold.create({ data: { partnerId, reason: 'manual', text: 'Сверка', placedAt: p.portal.clock.now() } });
    await pay({ amount: kopecks(44_940n) });
    expect(await openHolds()).toMatchObject([{ reason: 'manual' }]);
  });
});
