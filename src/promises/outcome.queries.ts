import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { OverdueInvoice } from '#src/payments/overdue-holds.service.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { withDue } from '#src/workdays/calendar.queries.ts';
import { CAME_AFTER } from './allowances.queries.ts';
import type { Fulfilment } from './promises.rules.ts';

/** A promise that money may move. */
export interface ToReview extends Fulfilment {
  readonly id: number;
  readonly holdId: number | null;
  readonly limitChangeId: number | null;
}

/** So many days a broken promise is looked at for money that came in time and is recorded late. */
const LATE_DAYS = 31;

/** Those that run, those kept whose day has not passed, and those broken lately, oldest first: it is they that money moves. */
export function toReview(sql: Sql, partnerId: number, today: Day): Promise<ToReview[]> {
  return sql<ToReview>(
    'promises_to_review',
    `select p.id::int as id, p.hold_id as "holdId", p.limit_change_id as "limitChangeId", p.due_on::text as "dueOn",
       p.kept_at is not null as "isKept", p.broken_at is not null as "isBroken", p.invoice_id is not null as "isInvoice",
       coalesce(b.status = 'cancelled', false) as "isCancelled", coalesce(b.gross, p.amount) as asked,
       case when p.invoice_id is null then m.amount else coalesce(b.paid, 0) end as came,
       case when p.invoice_id is null then m.in_time else s.in_time end as "cameInTime"
     from payment_promises p left join invoice_balances b on b.partner_id = p.partner_id and b.id = p.invoice_id
       cross join lateral (${CAME_AFTER}) m
       cross join lateral (select coalesce(sum(s.amount), 0)::bigint as in_time from settlements s join payments x on x.partner_id = s.partner_id and x.id = s.payment_id
         where s.partner_id = p.partner_id and s.invoice_id = p.invoice_id and x.received_on <= p.due_on) s
     where p.partner_id = $1 and p.ended_at is null and case when p.kept_at is null then p.due_on >= $2::date - ${LATE_DAYS} or p.broken_at is null
       else p.invoice_id is not null and p.due_on >= $2::date end
     order by p.id`,
    [partnerId, today],
  );
}

/** A promise that runs, with its invoice as of now. */
export interface OpenPromise {
  readonly id: number;
  readonly holdId: number | null;
  readonly limitChangeId: number | null;
  readonly dueOn: Day;
  readonly madeAt: Date;
  readonly invoice: OverdueInvoice | null;
  /** Has a hold for the invoice been placed meanwhile? */
  readonly isHeld: boolean;
}

interface OpenRow extends Omit<OpenPromise, 'invoice'> {
  readonly invoiceId: number | null;
  readonly contractId: number;
  readonly number: string;
  readonly issuedOn: Day;
  readonly invoiceDueOn: Day;
  readonly open: Kopecks;
}

/** The promises of a partner that run, oldest first. */
export async function openOf(sql: Sql, partnerId: number): Promise<OpenPromise[]> {
  const rows = await sql<OpenRow>(
    'promises_open',
    `select p.id::int as id, p.hold_id as "holdId", p.limit_change_id as "limitChangeId", p.due_on::text as "dueOn", p.made_at as "madeAt",
       b.id as "invoiceId", b.contract_id as "contractId", b.number, b.issued_on::text as "issuedOn", b.due_on::text as "invoiceDueOn", b.open,
       exists (select 1 from holds h where h.partner_id = p.partner_id and h.invoice_id = p.invoice_id and h.reason = 'overdue' and h.lifted_at is null) as "isHeld"
     from payment_promises p left join invoice_balances b on b.partner_id = p.partner_id and b.id = p.invoice_id
     where p.partner_id = $1 and p.kept_at is null and p.broken_at is null and p.ended_at is null order by p.id`,
    [partnerId],
  );
  return Promise.all(
    rows.map(async ({ invoiceId, contractId, number, issuedOn, invoiceDueOn, open, ...promise }) => {
      if (invoiceId === null) return { ...promise, invoice: null };
      const [invoice] = await withDue(sql, [{ id: invoiceId, partnerId, contractId, number, issuedOn, dueOn: invoiceDueOn, open }]);
      return { ...promise, invoice: invoice ?? null };
    }),
  );
}
