import { queueManyLetters } from '#src/letters/letters.service.ts';
import type { LetterRequest } from '#src/letters/letters.types.ts';
import { payersByPartner } from '#src/partners/recipients.queries.ts';
import type { Tx } from '#src/platform/scope.ts';
import { invoiceIssued } from './billing.letters.ts';
import type { CloseDays } from './close/close.rules.ts';
import type { IssuedInvoice } from './close/close.types.ts';

/** Invoices rendered by one job at most. */
const BUNDLE = 20;
/** Tries of that job after the first, over some seven hours: longer than an outage, and staff see by the morning what can't be drawn. */
const RETRIES = 50;

/** The letter «выставлен счёт» to owners and accountants, and the jobs that make the documents. */
export async function tellIssued(tx: Tx, days: CloseDays, invoices: readonly IssuedInvoice[]): Promise<void> {
  const people = await payersByPartner(tx.sql, [...new Set(invoices.map(({ partnerId }) => partnerId))]);
  const letters = invoices.flatMap((invoice): LetterRequest[] =>
    (people.get(invoice.partnerId) ?? []).map(({ userId, ...to }) => ({
      template: 'invoice-issued',
      cause: `invoice:${invoice.id}:issued`,
      userId,
      to,
      partnerId: invoice.partnerId,
      content: invoiceIssued({ ...invoice, month: days.month }),
    })),
  );
  await queueManyLetters(tx, letters);
  for (let i = 0; i < invoices.length; i += BUNDLE) {
    const invoiceIds = invoices.slice(i, i + BUNDLE).map(({ id }) => id);
    await tx.enqueue('render-documents', { invoiceIds }, { retryLimit: RETRIES });
  }
}
