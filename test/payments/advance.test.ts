import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeMonth } from '#src/billing/close.service.ts';
import { month } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { registerPayment } from '#src/payments/payments.service.ts';
import { systemScope } from '#src/platform/scope.ts';
import { managedBy } from '#src/subscriptions/managed.queries.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;

beforeAll(async () => {
  p = await openTestPortal();
});
afterAll(() => p.close());

// Nine days of November are 321,00 ₽, December is 1 070,00 ₽: together beyond the limit, but November was paid in advance.
test('money paid in advance settles the invoice of the close, and the renewal that waited for it is carried out', async () => {
  const number = await placeNew(p, 'orion', { seats: 5 });
  const { id: partnerId } = await p.portal.db.partner.update({ where: { code: 'orion' }, data: { creditLimit: 1_100_00n } });
  await registerPayment(await p.scope('manager'), {
    ...{ partnerId, receivedOn: p.portal.clock.today(), amount: kopecks(321_00n), payerName: 'ООО «Орион»', payerInn: null },
    ...{ docNumber: '12', purpose: 'Аванс', source: 'hand', sourceKey: null, invoiceIds: [] },
  });
  p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
  await closeMonth(systemScope(p.portal, 'test'), month('2026-11'));
  const { status, periods } = await managedBy(await p.scope('orion'), number);
  expect(status).toBe('active');
  expect(periods.at(-1)).toMatchObject({ from: '2026-12-01', to: '2027-01-01', charge: 1_070_00n });
  expect(await p.portal.db.partnerClose.findFirst({ where: { partnerId } })).toMatchObject({ renewed: 1, held: 0 });
});
