import { advanceInvoicesOf } from '#src/advances/advances.queries.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { InvoiceToPrint, Prepayment, PrintedLine } from './documents.types.ts';

type Head = Omit<InvoiceToPrint, 'lines' | 'prepayments' | 'advanceInvoices' | 'line5bFieldId' | 'net' | 'vat' | 'gross' | 'paid'> & {
  net: Kopecks;
  vat: Kopecks;
  gross: Kopecks;
  paid: Kopecks;
};
type Line = Omit<PrintedLine, 'net' | 'vat' | 'gross' | 'unitPrice'> & { net: bigint; vat: bigint; gross: bigint; unitPrice: bigint };

/** An invoice as its documents print it; undefined when there is none with this id. `line5bFieldId` is the setting of that name. */
export async function invoiceToPrint(sql: Sql, id: number, line5bFieldId: string | null = null): Promise<InvoiceToPrint | undefined> {
  const [head] = await sql<Head>(
    'invoice_to_print',
    `select i.id, i.partner_id as "partnerId", i.number, i.period::text as period, i.issued_on::text as "issuedOn", i.issued_at as "issuedAt",
       i.due_on::text as "dueOn", i.net, i.vat, i.gross, i.seller, i.buyer, i.contract, i.doc_mode::text as "docMode", r.number as replaces,
       (select coalesce(sum(s.amount), 0)::bigint from settlements s where s.invoice_id = i.id and s.at <= i.issued_at) as paid
     from invoices i left join invoices r on r.partner_id = i.partner_id and r.id = i.replaces_id where i.id = $1`,
    [id],
  );
  if (!head) return undefined;
  const lines = await sql<Line>(
    'lines_to_print',
    `select no, subscription_number as "subscriptionNumber", sku, product_name as "productName", customer_name as "customerName",
       from_on::text as "from", to_on::text as "to", seats, unit_price as "unitPrice", vat_rate as "vatRate", net, vat, gross,
       registry_number as "registryNumber", registry_on::text as "registryOn"
     from invoice_lines where invoice_id = $1 order by no`,
    [id],
  );
  const prepayments = await sql<Omit<Prepayment, 'amount'> & { amount: bigint }>(
    'prepayments_to_print',
    `select p.doc_number as number, p.received_on::text as on, p.amount
     from invoices i join settlements s on s.partner_id = i.partner_id and s.invoice_id = i.id and s.at <= i.issued_at
       join payments p on p.partner_id = s.partner_id and p.id = s.payment_id and p.received_on <= i.issued_on
     where i.id = $1 group by p.id having sum(s.amount) > 0 order by p.received_on, p.id`,
    [id],
  );
  return {
    ...head,
    ...sums(head),
    paid: kopecks(head.paid),
    prepayments: prepayments.map((payment) => ({ ...payment, amount: kopecks(payment.amount) })),
    advanceInvoices: await advanceInvoicesOf(sql, id),
    line5bFieldId,
    lines: lines.map((line) => ({ ...line, ...sums(line), unitPrice: kopecks(line.unitPrice) })),
  };
}

const sums = (of: { net: bigint; vat: bigint; gross: bigint }) => ({
  net: kopecks(of.net),
  vat: kopecks(of.vat),
  gross: kopecks(of.gross),
});
