import { queueManyLetters } from '#src/letters/letters.service.ts';
import type { LetterRequest } from '#src/letters/letters.types.ts';
import type { Tx } from '#src/platform/scope.ts';
import { invoiceIssued } from './billing.letters.ts';
import type { CloseDays } from './close.rules.ts';
import type { IssuedInvoice } from './close.types.ts';

/** Invoices rendered by one job at most. */
const BUNDLE = 20;
/** Tries of that job after the first, over some seven hours: longer than an outage, and staff see by the morning what can't be drawn. */
const RETRIES = 50;

/** The letter «выставлен счёт» to owners and accountants, and the jobs that make the documents. */
export async function tellIssued(tx: Tx, days: CloseDays, invoices: readonly IssuedInvoice[]): Promise<void> {
  const people = await billingPeople(tx, [...new Set(invoices.map(({ partnerId }) => partnerId))]);
  const letters = invoices.flatMap((invoice): LetterRequest[] =>
    (people.get(invoice.partnerId) ?? []).map((to) => ({
      template: 'invoice-issued',
      cause: `invoice:${invoice.id}:issued`,
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

interface BillingPerson {
  readonly name: string;
  readonly address: string;
}

async function billingPeople(tx: Tx, partnerIds: readonly number[]): Promise<Map<number, BillingPerson[]>> {
  const rows = await tx.sql<BillingPerson & { partnerId: number }>(
    'billing_people',
    `select distinct on (partner_id, lower(email)) partner_id as "partnerId", name, email as address from users
      where partner_id = any($1::int[]) and role in ('partner_owner', 'partner_accountant') and disabled_at is null
        and not 'invoice-issued' = any(muted_letters)
      order by partner_id, lower(email), id`,
    [partnerIds],
  );
  const people = new Map<number, BillingPerson[]>();
  for (const { partnerId, name, address } of rows) people.set(partnerId, [...(people.get(partnerId) ?? []), { name, address }]);
  return people;
}
