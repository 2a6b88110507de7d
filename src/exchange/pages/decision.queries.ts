import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';

/** A payment of Axapta that a person decides, with payments of the portal that it may be about. */
export interface PaymentToDecide {
  readonly id: bigint;
  readonly transId: string;
  readonly invoiceAccount: string;
  readonly paidOn: Day;
  readonly amount: Kopecks;
  readonly docNumber: string | null;
  readonly payerInn: string | null;
  readonly purpose: string;
  readonly state: string;
  readonly question: string | null;
  readonly partnerId: number | null;
  readonly partner: string | null;
  /** Of the partner, of the same sum, the nearest days first; sums kopecks as text. */
  readonly others: readonly { id: number; receivedOn: Day; docNumber: string | null; source: string }[];
}

/** @throws NotFound */
export async function paymentToDecide({ portal }: Scope, id: number): Promise<PaymentToDecide> {
  const [row] = await portal.sql<PaymentToDecide>(
    'ax_payment_to_decide',
    `select a.id, a.trans_id as "transId", a.invoice_account as "invoiceAccount", a.paid_on::text as "paidOn", a.amount, a.doc_number as "docNumber",
       a.payer_inn as "payerInn", a.purpose, a.state, a.question, a.partner_id as "partnerId", p.name as partner,
       coalesce((select json_agg(r) from (select o.id, o.received_on::text as "receivedOn", o.doc_number as "docNumber", o.source from payments o
         where o.partner_id = a.partner_id and o.amount = abs(a.amount) and not exists (select 1 from payments back
           where back.partner_id = o.partner_id and back.reverses_id = o.id)
         order by abs(o.received_on - a.paid_on), o.id limit 10) r), '[]') as others
     from ax_payments a left join partners p on p.id = a.partner_id where a.id = $1::bigint`,
    [id],
  );
  if (!row) throw new NotFound();
  return row;
}
