import { expect, it } from 'vitest';
import { kopecks } from '#src/lib/money.ts';
import { type MatchableInvoice, matchPayment } from '#src/payments/matching.rules.ts';
import { OpenInvoices } from '#src/payments/open-invoices.rules.ts';
import { writtenInvoices, writtenPurposes } from './purposes.ts';

const seriesOf = (invoices: readonly MatchableInvoice[]) => [
  ...new Set(invoices.map(({ number }) => number.slice(0, number.lastIndexOf('-')))),
];

it('finds for every payment what comparing it with all invoices finds', () => {
  const invoices = writtenInvoices(20261201);
  const open = new OpenInvoices(invoices, seriesOf(invoices));
  const written = writtenPurposes(invoices, 1_000, 7);
  for (const [at, { payment, shape }] of written.entries()) {
    const isRemembered = shape === 'third' && at % 2 === 0;
    const asked = isRemembered ? { ...payment, accountOf: [invoices[at % invoices.length]?.buyerInn ?? ''] } : payment;
    expect(open.match(asked)).toEqual(matchPayment(asked, invoices));
  }
});

it('finds what is left of an invoice that is settled in part, and nothing of one that is settled', () => {
  const [first] = writtenInvoices(1);
  if (!first) throw new Error('no invoice');
  const half = kopecks(first.open / 2n);
  const payment = {
    purpose: `Оплата по счету ${first.number} от ${first.issuedOn}`,
    amount: first.open,
    payerInn: first.buyerInn,
    accountOf: [],
  };
  const open = new OpenInvoices([first], seriesOf([first]));
  expect(open.match(payment)).toEqual({
    kind: 'sure',
    suggestions: [{ invoiceIds: [first.id], evidence: ['number', 'inn', 'sum', 'date'] }],
  });
  open.settle(first.id, half);
  expect(open.match(payment).kind).toBe('suggested'); // more than is left
  expect(open.match({ ...payment, amount: kopecks(first.open - half) }).kind).toBe('sure');
  open.settle(first.id, kopecks(first.open - half));
  expect(open.match(payment).kind).toBe('unknown');
});
