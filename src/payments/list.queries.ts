import type { Day } from '#src/lib/days.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { PaymentFilter } from './payments.forms.ts';

/** A payment in the list; sums in kopecks. */
export interface PaymentRow {
  readonly id: number;
  readonly receivedOn: Day;
  readonly amount: bigint;
  readonly partnerId: number;
  readonly partnerName: string;
  readonly payerName: string;
  readonly docNumber: string | null;
  readonly purpose: string;
  readonly source: string;
  readonly invoices: string;
  readonly rest: bigint;
  readonly isReversal: boolean;
  readonly isReversed: boolean;
}

export const PAYMENTS_PER_PAGE = 50;

const columns = `p.id, p.received_on::text as "receivedOn", p.amount, p.partner_id as "partnerId", r.name as "partnerName", p.payer_name as "payerName",
  p.doc_number as "docNumber", p.purpose, p.source, p.reverses_id is not null as "isReversal",
  exists (select 1 from payments back where back.reverses_id = p.id) as "isReversed",
  coalesce((select string_agg(distinct i.number, ', ') from settlements s join invoices i on i.id = s.invoice_id where s.payment_id = p.id), '') as invoices,
  (p.amount - coalesce((select sum(s.amount) from settlements s where s.payment_id = p.id), 0))::bigint as rest`;
const where = `p.partner_id = r.id and ($1 = '' or r.name ilike '%' || $1 || '%' or r.inn = $1 or p.payer_name ilike '%' || $1 || '%'
  or p.doc_number = $1 or p.purpose ilike '%' || $1 || '%')`;

/** Payments of all partners, latest first. */
export async function listPayments(scope: Scope, filter: PaymentFilter & { page: number }): Promise<{ total: number; rows: PaymentRow[] }> {
  const rows = await scope.portal.sql<PaymentRow & { total: number }>(
    'list_payments',
    `select ${columns}, count(*) over ()::int as total from payments p, partners r where ${where}
     order by p.received_on desc, p.id desc limit ${PAYMENTS_PER_PAGE} offset $2::int`,
    [likeText(filter.q), (filter.page - 1) * PAYMENTS_PER_PAGE],
  );
  return { total: rows[0]?.total ?? 0, rows };
}

/** All of them for an export, at most 100,000. */
export function exportPayments(scope: Scope, filter: PaymentFilter): Promise<PaymentRow[]> {
  return scope.portal.sql<PaymentRow>(
    'export_payments',
    `select ${columns} from payments p, partners r where ${where} order by p.received_on desc, p.id desc limit 100000`,
    [likeText(filter.q)],
  );
}

const likeText = (text: string) => text.replace(/[\\%_]/g, '\\$&');

export interface PayingPartner {
  readonly id: number;
  readonly name: string;
  readonly inn: string;
}

/** A partner by ИНН, code or Axapta debtor code; undefined when there is none. */
export async function payingPartner(scope: Scope, text: string): Promise<PayingPartner | undefined> {
  const [row] = await scope.portal.sql<PayingPartner>(
    'paying_partner',
    `select id, name, inn from partners where inn = $1 or code = lower($1) or ax_debtor_code = $1 order by id limit 1`,
    [text],
  );
  return row;
}

/** An invoice a payment may settle; sums in kopecks. */
export interface InvoiceToPay {
  readonly id: number;
  readonly number: string;
  readonly issuedOn: Day;
  readonly dueOn: Day;
  readonly open: bigint;
}

export function invoicesToPay(scope: Scope, partnerId: number): Promise<InvoiceToPay[]> {
  return scope.portal.sql<InvoiceToPay>(
    'invoices_to_pay',
    `select i.id, i.number, i.issued_on::text as "issuedOn", i.due_on::text as "dueOn",
       (i.gross - coalesce((select sum(amount) from settlements where invoice_id = i.id), 0))::bigint as open
     from invoices i where i.partner_id = $1 and i.status = 'issued'
       and i.gross > coalesce((select sum(amount) from settlements where invoice_id = i.id), 0) order by i.issued_on, i.id`,
    [partnerId],
  );
}
