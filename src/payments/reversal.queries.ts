import { available } from '#src/credit/credit.rules.ts';
import { creditOf } from '#src/credit/credit.service.ts';
import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';

/** A payment about to be taken back; sums in kopecks. */
export interface PaymentCard {
  readonly id: number;
  readonly receivedOn: Day;
  readonly amount: Kopecks;
  readonly partnerName: string;
  readonly payerName: string;
  readonly docNumber: string | null;
  readonly purpose: string;
  /** Taken back before, or a reversal itself. */
  readonly isOver: boolean;
  /** What it settles now; `isLate` where the invoice is past its day, so that its hold comes back. */
  readonly settled: readonly { readonly number: string; readonly amount: string; readonly isLate: boolean }[];
  readonly partnerInn: string;
  /** Kopecks of the partner's other payments that are not used up: they settle in its place. */
  readonly otherAdvance: Kopecks;
  /** What may be taken on now, kopecks. */
  readonly available: Kopecks;
}

type Row = Omit<PaymentCard, 'available'> & { readonly partnerId: number };

/** @throws NotFound */
export async function paymentCard(scope: Scope, id: number): Promise<PaymentCard> {
  const { sql, clock } = scope.portal;
  const [row] = await sql<Row>(
    'payment_card',
    `select p.id, p.received_on::text as "receivedOn", p.amount, p.partner_id as "partnerId", r.name as "partnerName", r.inn as "partnerInn", p.payer_name as "payerName", p.doc_number as "docNumber", p.purpose,
       p.reverses_id is not null or exists (select 1 from payments back where back.reverses_id = p.id) as "isOver",
       coalesce((select jsonb_agg(jsonb_build_object('number', number, 'amount', amount::text, 'isLate', late) order by number) from (
         select i.number, i.due_on < $2::date as late, sum(s.amount) as amount from settlements s join invoices i on i.partner_id = s.partner_id and i.id = s.invoice_id where s.payment_id = p.id
          group by i.number, i.due_on having sum(s.amount) <> 0) one), '[]') as settled,
       (select greatest(coalesce(sum(o.amount), 0) - coalesce((select sum(s.amount) from settlements s
         where s.partner_id = p.partner_id and s.payment_id <> p.id), 0), 0)::bigint
         from payments o where o.partner_id = p.partner_id and o.id <> p.id) as "otherAdvance"
     from payments p join partners r on r.id = p.partner_id where p.id = $1`,
    [id, clock.today()],
  );
  if (!row) throw new NotFound();
  return { ...row, available: available(await creditOf(sql, row.partnerId)) };
}
