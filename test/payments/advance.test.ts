import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { creditOf } from '#src/credit/credit.service.ts';
import { invoiceToPrint } from '#src/documents/printing.queries.ts';
import { month } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { registerPayment } from '#src/payments/payments.service.ts';
import { systemScope } from '#src/platform/scope.ts';
import { managedBy } from '#src/subscriptions/manage/managed.queries.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let partnerId: number;

beforeEach(async () => {
  p = await openTestPortal();
});
afterEach(() => p.close());

async function payAhead(amount: bigint): Promise<void> {
  await registerPayment(await p.scope('manager'), {
    ...{ partnerId, receivedOn: p.portal.clock.today(), amount: kopecks(amount), payerName: 'ООО «Орион»', payerInn: null },
    ...{ docNumber: '12', purpose: 'Аванс', source: 'hand', sourceKey: null, invoiceIds: [] },
  });
}

async function setLimit(creditLimit: bigint): Promise<void> {
  ({ id: partnerId } = await p.portal.db.partner.update({ where: { code: 'orion' }, data: { creditLimit } }));
}

async function close(): Promise<void> {
  p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
  await closeMonth(systemScope(p.portal, 'test'), month('2026-11'));
}

const lettersOfStates = () => p.letters({ template: { in: ['subscription-suspended', 'subscription-resumed'] } });

// Nine days of November are 321,00 ₽, December is 1 070,00 ₽: together beyond the limit, but November was paid in advance.
test('money paid in advance settles the invoice of the close, and the renewal it makes room for is never held', async () => {
  const number = await placeNew(p, 'orion', { seats: 5 });
  await setLimit(1_100_00n);
  await payAhead(321_00n);
  const forecast = (await (await p.as('orion')).get('/finance')).text;
  expect(forecast).toContain('Аванс зачтётся при закрытии месяца−321,00 ₽');
  expect(forecast).toContain('Лимита хватит. После продлений останется 30,00 ₽.');
  await close();
  const { status, periods } = await managedBy(await p.scope('orion'), number);
  expect(status).toBe('active');
  expect(periods.at(-1)).toMatchObject({ from: '2026-12-01', to: '2027-01-01', charge: 1_070_00n });
  expect(await p.portal.db.partnerClose.findFirst({ where: { partnerId } })).toMatchObject({ renewed: 1, held: 0 });
  expect(await lettersOfStates()).toEqual([]);
  expect(await p.portal.db.order.count({ where: { kind: 'renewal' } })).toBe(0);
  const invoice = await p.portal.db.invoice.findFirstOrThrow({ where: { partnerId } });
  const { prepayments } = (await invoiceToPrint(p.portal.sql, invoice.id)) ?? {};
  expect(prepayments).toEqual([{ number: '12', on: '2026-11-22', amount: 321_00n }]);
});

// Three subscriptions owe 963,00 ₽ for November and 1 070,00 ₽ each for December. 500,00 ₽ paid in advance leave 463,00 ₽ of it:
// two renewals fit below 2 700,00 ₽. Money beyond November, 5 000,00 ₽, makes no room for December, which nobody has invoiced.
test.each([
  [500_00n, 2_700_00n, ['active', 'active', 'suspended']],
  [5_000_00n, 2_200_00n, ['active', 'active', 'suspended']],
])('%d kopecks paid in advance count as far as they settle', async (amount, limit, states) => {
  for (let i = 0; i < 3; i++) await placeNew(p, 'orion', { seats: 5 });
  await setLimit(limit);
  await payAhead(amount);
  await close();
  const subscriptions = await p.portal.db.subscription.findMany({ orderBy: { id: 'asc' } });
  expect(subscriptions.map(({ status }) => status)).toEqual(states);
  expect((await creditOf(p.portal.sql, partnerId)).exposure <= limit).toBe(true);
  expect((await lettersOfStates()).map(({ template }) => template)).toEqual(['subscription-suspended', 'subscription-suspended']);
});
