import type { Day } from '#src/lib/days.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Scope } from '#src/platform/scope.ts';

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

/** A payment that looks like one about to be written: same partner, day, sum and document number; not taken back. */
export interface LikePayment {
  readonly id: number;
  readonly registeredAt: Date;
  readonly registeredBy: string;
}

/** The first such payment after `but`; undefined when there is none. */
export async function paymentLike(
  sql: Sql,
  payment: { partnerId: number; receivedOn: Day; amount: bigint; docNumber: string | null },
  but: number | null,
): Promise<LikePayment | undefined> {
  const [row] = await sql<LikePayment>(
    'payment_like',
    `select p.id, p.registered_at as "registeredAt", p.registered_by as "registeredBy" from payments p
      where p.partner_id = $1 and p.received_on = $2::date and p.amount = $3::bigint and p.doc_number is not distinct from $4 and p.id > coalesce($5::int, 0)
        and not exists (select 1 from payments back where back.reverses_id = p.id) order by p.id limit 1`,
    [payment.partnerId, payment.receivedOn, payment.amount, payment.docNumber, but],
  );
  return row;
}
