import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { correctInvoice } from '#src/billing/correction.service.ts';
import { auditPortal } from '#src/invariants/audit.ts';
import { month } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { registerPayment, reversePayment } from '#src/payments/payments.service.ts';
import { remindAndHold } from '#src/payments/receivables.service.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

// 7 seats: 449,40 ₽ of November, due on Monday, 14 December 2026.
describe('holds of an overdue invoice that is corrected or paid and not paid', () => {
  let p: TestPortal;
  let anna: Managing;

  const night = (on: string) => {
    p.clock.setTo(new Date(`${on}T00:15:00+03:00`));
    return remindAndHold(p.portal);
  };
  const open = async () => {
    const holds = await p.portal.db.hold.findMany({ where: { partnerId: anna.partnerId, liftedAt: null } });
    return holds.map(({ text, amount }) => `${/МС-\d+/.exec(text)} ${amount}`);
  };
  const invoice = () => p.portal.db.invoice.findFirstOrThrow({ where: { status: 'issued' } });
  const correct = async () => correctInvoice(await p.scope('admin'), (await invoice()).id, 'Другой КПП');
  const pay = async (amount: bigint, invoiceIds: number[] = []) =>
    registerPayment(await p.scope('manager'), {
      ...{
        partnerId: anna.partnerId,
        receivedOn: p.portal.clock.today(),
        amount: kopecks(amount),
        payerName: 'ООО «Вектор»',
        payerInn: null,
      },
      ...{ docNumber: '517', purpose: 'Оплата', source: 'hand', sourceKey: null, invoiceIds },
    });
  const takeBack = async (id: number) => reversePayment(await p.scope('manager'), id, 'Возвращён банком');
  const letGo = async () => {
    const { id } = await p.portal.db.hold.findFirstOrThrow({ where: { partnerId: anna.partnerId, liftedAt: null } });
    await anna.lift(id);
  };

  beforeEach(async () => {
    p = await openTestPortal();
    anna = new Managing(await p.scope('vector'));
    await placeNew(p, 'vector', { seats: 7 });
    p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
    await closeMonth(await p.scope('admin'), month('2026-11'));
    await night('2026-12-15');
    expect(await open()).toEqual(['МС-000001 44940']);
  });
  afterEach(async () => {
    await p.drainJobs();
    expect(await auditPortal(p.portal)).toEqual([]);
    await p.close();
  });

  it('move to the new invoice, for what is still to be paid', async () => {
    await pay(40_00n);
    await correct();
    expect(await open()).toEqual(['МС-000002 40940']);
    await pay(409_40n);
    expect(await open()).toEqual([]);
    const lifted = await p.portal.db.hold.findMany({ where: { partnerId: anna.partnerId }, orderBy: { id: 'asc' } });
    expect(lifted.map(({ liftComment }) => liftComment)).toEqual(['Счёт аннулирован', 'Счёт оплачен']);
  });

  it('stay let go when a person has lifted them and the invoice is corrected, twice', async () => {
    await letGo();
    await correct();
    await correct();
    expect((await invoice()).number).toBe('МС-000003');
    await night('2026-12-16');
    expect(await open()).toEqual([]);
  });

  it('come back with the night when the money for it was taken back, though a person had lifted them before', async () => {
    await letGo();
    const { id } = await pay(449_40n);
    await correct();
    p.clock.setTo(new Date('2026-12-15T11:00:00+03:00'));
    await takeBack(id);
    expect(await open()).toEqual([]);
    await night('2026-12-16');
    expect(await open()).toEqual(['МС-000002 44940']);
    await letGo();
    await night('2026-12-17');
    expect(await open()).toEqual([]);
  });

  it('come back with the night when the payment that lifted them is taken back', async () => {
    const { id } = await pay(449_40n);
    expect(await open()).toEqual([]);
    await takeBack(id);
    await night('2026-12-16');
    expect(await open()).toEqual(['МС-000001 44940']);
    await pay(449_39n);
    expect(await open()).toEqual(['МС-000001 44940']);
    await pay(1n);
    expect(await open()).toEqual([]);
  });

  it('of one contract stay when the invoice of another is paid; one that was cancelled can not be paid', async () => {
    const signedOn = new Date('2026-12-15');
    await p.portal.db.contract.create({ data: { partnerId: anna.partnerId, number: 'MCD-2', signedOn, createdAt: signedOn } });
    await letGo();
    await placeNew(p, 'vector', { seats: 7 });
    p.clock.setTo(new Date('2026-12-31T21:00:00+03:00'));
    await closeMonth(await p.scope('admin'), month('2026-12'));
    await night('2027-01-15');
    expect(await open()).toEqual(['МС-000002 149800', 'МС-000003 82148']);
    const [, second, third] = await p.portal.db.invoice.findMany({ orderBy: { id: 'asc' } });
    expect(second?.contractId).not.toBe(third?.contractId);
    await pay(821_48n, [third?.id ?? 0]);
    expect(await open()).toEqual(['МС-000002 149800']);
    await correctInvoice(await p.scope('admin'), second?.id ?? 0, 'Другой КПП');
    await expect(pay(1_498_00n, [second?.id ?? 0])).rejects.toMatchObject({ fields: { invoices: expect.stringContaining('уже оплачен') } });
    expect(await open()).toEqual(['МС-000004 149800']);
    expect((await anna.facts('S-100001')).credit.exposure).toBe(449_40n + 3n * 1_498_00n); // January at the old price: nobody was told of the new one
  });
});
