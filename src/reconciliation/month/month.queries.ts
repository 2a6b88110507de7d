import { partnerOf } from '#src/accounts/actor.rules.ts';
import type { InvoiceToPrint } from '#src/documents/documents.types.ts';
import { invoiceToPrint } from '#src/documents/printing.queries.ts';
import { type Day, firstOfMonth, lastOfMonth, type Month } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Scope } from '#src/platform/scope.ts';

/** Money of a month; kopecks, negative where it was taken back. */
export interface MonthPayment {
  readonly on: Day;
  readonly number: string | null;
  readonly purpose: string;
  readonly contract: string | null;
  readonly amount: Kopecks;
}

/** What an accountant enters for a month: invoices in force, as their documents print them, and what was paid. */
export interface AccountedMonth {
  readonly month: Month;
  readonly invoices: readonly InvoiceToPrint[];
  readonly payments: readonly MonthPayment[];
}

/** A month of the actor's partner. */
export async function accountedMonth(scope: Scope, month: Month): Promise<AccountedMonth> {
  const { sql } = scope.portal;
  const partnerId = partnerOf(scope);
  const issued = await sql<{ id: number }>(
    'invoices_of_month',
    `select id from invoices where partner_id = $1 and period = $2::date and status = 'issued' order by issued_on, number`,
    [partnerId, firstOfMonth(month)],
  );
  const invoices: InvoiceToPrint[] = [];
  for (const { id } of issued) {
    const invoice = await invoiceToPrint(sql, id);
    if (invoice) invoices.push(invoice);
  }
  const payments = await sql<MonthPayment>(
    'payments_of_month',
    `select p.received_on as "on", p.doc_number as number, p.purpose, c.number as contract, p.amount
       from payments p left join contracts c on c.partner_id = p.partner_id and c.id = p.contract_id
      where p.partner_id = $1 and p.received_on between $2::date and $3::date order by p.received_on, p.id`,
    [partnerId, firstOfMonth(month), lastOfMonth(month)],
  );
  return { month, invoices, payments };
}
