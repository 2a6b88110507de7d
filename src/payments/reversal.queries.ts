import type { Day } from '#src/lib/days.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';

/** A payment about to be taken back; sums in kopecks. */
export interface PaymentCard {
  readonly id: number;
  readonly receivedOn: Day;
  readonly amount: bigint;
  readonly partnerName: string;
  readonly payerName: string;
  readonly docNumber: string | null;
  readonly purpose: string;
  /** Taken back before, or a reversal itself. */
  readonly isOver: boolean;
  /** What it settles now. */
  readonly settled: readonly { readonly number: string; readonly amount: string }[];
}

/** @throws NotFound */
export async function paymentCard(scope: Scope, id: number): Promise<PaymentCard> {
  const [row] = await scope.portal.sql<PaymentCard>(
    'payment_card',
    `select p.id, p.received_on::text as "receivedOn", p.amount, r.name as "partnerName", p.payer_name as "payerName", p.doc_number as "docNumber", p.purpose,
       p.reverses_id is not null or exists (select 1 from payments back where back.reverses_id = p.id) as "isOver",
       coalesce((select jsonb_agg(jsonb_build_object('number', number, 'amount', amount::text) order by number) from (
         select i.number, sum(s.amount) as amount from settlements s join invoices i on i.id = s.invoice_id where s.payment_id = p.id
          group by i.number having sum(s.amount) <> 0) one), '[]') as settled
     from payments p join partners r on r.id = p.partner_id where p.id = $1`,
    [id],
  );
  if (!row) throw new NotFound();
  return row;
}
