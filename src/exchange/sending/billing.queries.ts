import { addDays, day } from '#src/lib/days.ts';
import { decimalRub } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';

interface InvoiceRow {
  readonly id: number;
  readonly docMode: string;
  readonly buyer: { readonly axDebtorCode?: string; readonly axPayerCode?: string };
  readonly contract: { readonly number?: string };
  readonly number: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly period: string;
  readonly net: bigint;
  readonly vat: bigint;
  readonly gross: bigint;
  readonly correctsId: number | null;
}

interface LineRow {
  readonly invoiceId: number;
  readonly no: number;
  readonly sku: string;
  readonly name: string;
  readonly fromOn: string;
  readonly toOn: string;
  readonly seats: number;
  readonly unitPrice: bigint;
  readonly vatRate: number | null;
  readonly net: bigint;
  readonly vat: bigint;
  readonly gross: bigint;
  readonly subscription: string;
  readonly customer: string;
  readonly inn: string | null;
  readonly region: string | null;
}

/** What is said of invoices, by `portalDocId`: from their frozen rows, so it is the same whenever it is asked. */
export async function billingItems(sql: Sql, docIds: readonly string[]): Promise<Map<string, object>> {
  const ids = docIds.map((docId) => Number(docId.replace('INV-', '')));
  const invoices = await sql<InvoiceRow>(
    'ax_billing_invoices',
    `select i.id, i.doc_mode::text as "docMode", i.buyer, i.contract, i.number, i.issued_on::text as "issuedOn", i.due_on::text as "dueOn", i.period::text as period,
       i.net, i.vat, i.gross, i.replaces_id as "correctsId" from invoices i where i.id = any($1::int[])`,
    [ids],
  );
  const lines = await sql<LineRow>(
    'ax_billing_lines',
    `select l.invoice_id as "invoiceId", l.no, l.sku, l.product_name as name, l.from_on::text as "fromOn", l.to_on::text as "toOn", l.seats,
       l.unit_price as "unitPrice", l.vat_rate as "vatRate", l.net, l.vat, l.gross, l.subscription_number as subscription, l.customer_name as customer,
       c.inn, c.region_code as region
     from invoice_lines l left join subscriptions s on s.partner_id = l.partner_id and s.id = l.subscription_id
       left join customers c on c.partner_id = s.partner_id and c.id = s.customer_id
     where l.invoice_id = any($1::int[]) order by l.invoice_id, l.no`,
    [ids],
  );
  return new Map(
    invoices.map((invoice) => [
      `INV-${invoice.id}`,
      itemOf(
        invoice,
        lines.filter(({ invoiceId }) => invoiceId === invoice.id),
      ),
    ]),
  );
}

function itemOf(invoice: InvoiceRow, lines: readonly LineRow[]): object {
  const ends = lines.map(({ toOn }) => toOn).sort();
  const last = ends.at(-1);
  const isVat = lines.some(({ vatRate }) => vatRate !== null);
  const corrects = invoice.correctsId === null ? {} : { correctsPortalDocId: `INV-${invoice.correctsId}` };
  return {
    portalDocId: `INV-${invoice.id}`,
    kind: invoice.correctsId !== null ? 'correction' : invoice.docMode === 'act_sf' ? 'act_sf' : isVat ? 'upd1' : 'upd2',
    ...{
      custAccount: code(invoice.buyer.axDebtorCode),
      invoiceAccount: code(invoice.buyer.axPayerCode),
      agreementId: invoice.contract.number ?? null,
    },
    ...{ invoiceNumber: invoice.number, docDate: invoice.issuedOn, dueDate: invoice.dueOn, ...corrects },
    ...{
      periodFrom: lines.map(({ fromOn }) => fromOn).sort()[0] ?? invoice.period,
      periodTo: last ? addDays(day(last), -1) : invoice.issuedOn,
    },
    ...sums(invoice),
    lines: lines.map(lineOf),
  };
}

/** A line: the item of Axapta is known by our SKU; unit «штука» (ОКЕИ 796), as the УПД has it. */
function lineOf(line: LineRow): object {
  return {
    ...{
      no: line.no,
      itemId: line.sku,
      sku: line.sku,
      name: line.name,
      unit: 'шт',
      okei: '796',
      qty: line.seats,
      price: decimalRub(line.unitPrice),
    },
    ...{ ...sums(line), vatRate: line.vatRate === null ? 'none' : String(line.vatRate), subscriptionId: line.subscription },
    endCustomer: { name: line.customer, inn: line.inn, region: line.region },
  };
}

const sums = ({ net, vat, gross }: { net: bigint; vat: bigint; gross: bigint }) => ({
  ...{ net: decimalRub(net), vat: decimalRub(vat), gross: decimalRub(gross) },
});

const code = (text: string | undefined): string => (text ?? '').trim().toUpperCase();
