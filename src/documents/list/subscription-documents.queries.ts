import { partnerOf } from '#src/accounts/actor.rules.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Scope } from '#src/platform/scope.ts';
import { INVOICE_ROW, INVOICES, type InvoiceRow } from './documents.queries.ts';

/** An invoice with what of it is of one subscription, kopecks. */
export interface SubscriptionInvoice extends InvoiceRow {
  readonly share: Kopecks;
}

/** The invoices of the partner that bill a subscription, newest month first. */
export function invoicesOfSubscription(scope: Scope, subscriptionId: number): Promise<SubscriptionInvoice[]> {
  return scope.portal.sql<SubscriptionInvoice>(
    'invoices_of_subscription',
    `select ${INVOICE_ROW}, l.share from ${INVOICES}
       join (select l.invoice_id, sum(l.gross)::bigint as share from service_periods p
         join invoice_lines l on l.partner_id = p.partner_id and l.period_id = p.id
         where p.partner_id = $1 and p.subscription_id = $2 group by l.invoice_id) l on l.invoice_id = i.id
      where i.partner_id = $1 order by i.period desc, i.id desc`,
    [partnerOf(scope), subscriptionId],
  );
}
