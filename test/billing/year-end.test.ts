import { afterEach, beforeEach, expect, it } from 'vitest';
import { closesAt } from '#src/billing/close/close.rules.ts';
import { closeDueMonths } from '#src/billing/close/close.service.ts';
import { correctInvoice } from '#src/billing/correction.service.ts';
import { creditOf } from '#src/credit/credit.service.ts';
import { auditPortal } from '#src/invariants/audit.ts';
import { month } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { registerPayment, reversePayment } from '#src/payments/payments.service.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
beforeEach(async () => {
  p = await openTestPortal();
});
afterEach(async () => {
  await p.drainJobs();
  expect(await auditPortal(p.portal)).toEqual([]);
  await p.close();
});

const close = async (of: string) => {
  p.clock.setTo(closesAt(month(of)));
  expect(await closeDueMonths(p.portal)).toMatchObject([{ month: of, state: 'done', parked: [] }]);
};
const invoices = async () => {
  const rows = await p.portal.db.invoice.findMany({ orderBy: { id: 'asc' } });
  return rows.map(({ number, year, period, status, issuedOn }) =>
    [number, year, period.toISOString().slice(0, 7), issuedOn.toISOString().slice(0, 10), status].join(' '),
  );
};

it('numbers begin anew with the year; what is corrected in January keeps the year and the day of its invoice', async () => {
  await placeNew(p, 'vector', { seats: 7 });
  const { id: partnerId } = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } });
  await close('2026-11');
  await close('2026-12');
  p.clock.setTo(new Date('2027-01-12T12:00:00+03:00'));
  const manager = await p.scope('manager');
  const [, december] = await p.portal.db.invoice.findMany({ orderBy: { id: 'asc' } });
  const { id: payment } = await registerPayment(manager, {
    ...{ partnerId, receivedOn: p.portal.clock.today(), amount: kopecks(1_000_00), payerName: 'ООО', payerInn: null, docNumber: '1' },
    ...{ purpose: 'Оплата', source: 'hand', sourceKey: null, invoiceIds: [december?.id ?? 0] },
  });
  await correctInvoice(await p.scope('admin'), december?.id ?? 0, 'Другой КПП');
  const { exposure } = await creditOf(p.portal.sql, partnerId);
  await reversePayment(manager, payment, 'Ошибка банка');
  expect((await creditOf(p.portal.sql, partnerId)).exposure).toBe(exposure + 1_000_00n);
  await close('2027-01');
  expect(await invoices()).toEqual([
    'МС-000001 2026 2026-11 2026-11-30 issued',
    'МС-000002 2026 2026-12 2026-12-31 cancelled',
    'МС-000003 2026 2026-12 2026-12-31 issued',
    'МС-000001 2027 2027-01 2027-01-31 issued',
  ]);
});

it('February of a leap year is closed on its 29th', async () => {
  p.clock.setTo(new Date('2028-02-10T12:00:00+03:00'));
  await placeNew(p, 'vector', { seats: 29 });
  p.clock.setTo(new Date('2028-02-28T21:00:00+03:00'));
  expect(await closeDueMonths(p.portal)).toEqual([]);
  await close('2028-02');
  expect(await invoices()).toEqual(['МС-000001 2028 2028-02 2028-02-29 issued']);
  const { gross } = await p.portal.db.invoice.findFirstOrThrow();
  const { unitPrice } = await p.portal.db.subscription.findFirstOrThrow();
  const periods = await p.portal.db.servicePeriod.findMany({ orderBy: { fromOn: 'asc' } });
  expect(periods.map(({ charge }) => charge)).toEqual([gross, unitPrice * 29n]);
  expect(gross).toBe(periods[0] ? periods[0].unitPrice * 20n : 0n); // 29 seats for 20 of 29 days
});
