import { randomUUID } from 'node:crypto';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { correctInvoice } from '#src/billing/correction.service.ts';
import { day, month } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { registerPayment, reversePayment } from '#src/payments/payments.service.ts';
import { systemScope } from '#src/platform/scope.ts';
import { download } from '#test/documents/closed-month.ts';
import { TOKEN } from '#test/exchange/ax.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

export const DECEMBER = 'from=2026-12-01&to=2026-12-31';
export const spaced = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ');

export interface ActWorld {
  readonly p: TestPortal;
  /** The accountant of «Вектор». */
  readonly books: Browser;
  readonly partnerId: number;
  readonly contractId: number;
  /** Numbers of its invoices: of November, its correction, of December. */
  readonly invoices: readonly string[];
  /** Money of «Вектор», typed by hand; kopecks. */
  pay(receivedOn: string, amount: bigint, docNumber: string, under?: number | null): Promise<{ id: number }>;
  /** A page, of December where nothing else is said. */
  get(path: string, of?: string): Promise<TestPage>;
  /** The act as a file. */
  file(ending: string, of?: string): Promise<Buffer>;
}

/**
 * Вектор, 5 seats at 214,00 ₽: nine days of November are 321,00 ₽, December 1 070,00 ₽. 500,00 ₽ paid on 02.12 without a contract,
 * the invoice corrected on 05.12, 50,00 ₽ paid on 06.12 and taken back on 07.12. The December invoice takes what is left, 179,00 ₽.
 */
export async function openActWorld(): Promise<ActWorld> {
  const p = await openTestPortal({ config: { axToken: TOKEN } });
  const number = await placeNew(p, 'vector', { seats: 5 });
  const { partnerId, contractId } = await p.portal.db.subscription.findFirstOrThrow({ where: { number } });
  const pay: ActWorld['pay'] = (receivedOn, amount, docNumber, under = null) =>
    paid(p, partnerId, { receivedOn, amount, docNumber, under });
  const at = (instant: string) => p.clock.setTo(new Date(`${instant}+03:00`));
  at('2026-11-30T21:30');
  await closeMonth(systemScope(p.portal, 'test'), month('2026-11'));
  at('2026-12-02T10:00');
  await pay('2026-12-02', 500_00n, '17');
  at('2026-12-05T10:00');
  const { id } = await p.portal.db.invoice.findFirstOrThrow({ where: { partnerId } });
  await correctInvoice(await p.scope('manager'), id, 'Другой КПП', randomUUID());
  at('2026-12-06T10:00');
  const second = await pay('2026-12-06', 50_00n, '18');
  at('2026-12-07T10:00');
  await reversePayment(await p.scope('manager'), second.id, 'Ошибка банка', randomUUID());
  at('2026-12-31T21:30');
  await closeMonth(systemScope(p.portal, 'test'), month('2026-12'));
  at('2027-01-11T10:00');
  const invoices = (await p.portal.db.invoice.findMany({ where: { partnerId }, orderBy: { id: 'asc' } })).map((one) => one.number);
  const books = await p.as('vector-books');
  return {
    ...{ p, books, partnerId, contractId, invoices, pay },
    get: (path, of = DECEMBER) => books.get(`${path}?${of}`),
    file: async (ending, of = DECEMBER) => (await download(books, `/reconciliation.${ending}?${of}`)).bytes,
  };
}

interface Paid {
  readonly receivedOn: string;
  readonly amount: bigint;
  readonly docNumber: string;
  readonly under: number | null;
}

async function paid(p: TestPortal, partnerId: number, { receivedOn, amount, docNumber, under }: Paid) {
  const from = {
    payerName: 'ООО «Вектор»',
    payerInn: null,
    purpose: 'За лицензии',
    source: 'hand',
    sourceKey: null,
    invoiceIds: [],
  } as const;
  return registerPayment(await p.scope('manager'), {
    partnerId,
    receivedOn: day(receivedOn),
    amount: kopecks(amount),
    docNumber,
    ...from,
    contractId: under,
  });
}
