import type { HeldReason } from '#src/credit/credit.rules.ts';
import type { LetterTemplate } from '#src/letters/letters.rules.ts';
import type { LetterState } from '#src/letters/letters.types.ts';
import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { OrderKind, OrderStatus } from '#src/orders/orders.types.ts';
import type { Scope } from '#src/platform/scope.ts';
import { SERVED_COLUMNS, servedJoin } from '#src/subscriptions/service/served.queries.ts';
import type { ServedToday } from '#src/subscriptions/service/served.rules.ts';
import type { SubscriptionStatus } from '#src/subscriptions/subscriptions.rules.ts';
import { withDue } from '#src/workdays/calendar.queries.ts';
import type { DueDay } from '#src/workdays/due-day.rules.ts';
import { LATEST } from './partner-card.queries.ts';

export interface OrderLine {
  readonly number: string;
  readonly kind: OrderKind;
  readonly status: OrderStatus;
  readonly heldReason: HeldReason | null;
  readonly placedAt: Date;
  readonly charge: Kopecks;
  readonly productName: string;
  readonly customerName: string;
}

/** The partner's orders: `held` the longest waiting first, else the latest. */
export function ordersOf(scope: Scope, partnerId: number, which: 'held' | 'latest'): Promise<OrderLine[]> {
  const rest = which === 'held' ? `and o.status = 'held' order by o.placed_at, o.id` : 'order by o.placed_at desc, o.id desc';
  return scope.portal.sql<OrderLine>(
    `partner_orders.${which}`,
    `select o.number, o.kind::text as kind, o.status::text as status, o.held_reason::text as "heldReason", o.placed_at as "placedAt", o.charge,
       s.product_name as "productName", s.customer_name as "customerName"
     from orders o join subscriptions s on s.partner_id = o.partner_id and s.id = o.subscription_id where o.partner_id = $1 ${rest} limit ${LATEST}`,
    [partnerId],
  );
}

export interface SubscriptionLine extends ServedToday {
  /** First day not closed for the partner. */
  readonly openFrom: Day | null;
  readonly number: string;
  readonly status: SubscriptionStatus;
  readonly autoRenew: boolean;
  readonly stopOn: Day | null;
  readonly seats: number;
  readonly unitPrice: Kopecks;
  readonly productName: string;
  readonly customerName: string;
}

export function subscriptionsOf(scope: Scope, partnerId: number): Promise<SubscriptionLine[]> {
  return scope.portal.sql<SubscriptionLine>(
    'partner_subscriptions',
    `select r.*, ${SERVED_COLUMNS} from (select id, number, status::text as status, auto_renew as "autoRenew", stop_on::text as "stopOn", seats, unit_price as "unitPrice",
       product_name as "productName", customer_name as "customerName",
       (select open_from::text from partners where id = $1) as "openFrom",
            row_number() over (order by created_at desc, id desc) as n
     from subscriptions where partner_id = $1 order by n limit ${LATEST}) r ${servedJoin('r.id', '$2')} order by r.n`,
    [partnerId, scope.portal.clock.today()],
  );
}

export interface InvoiceLine extends DueDay {
  readonly id: number;
  readonly number: string;
  readonly contract: string;
  readonly period: Day;
  readonly issuedOn: Day;
  readonly gross: Kopecks;
  readonly open: Kopecks;
  readonly isCancelled: boolean;
  /** Where the paper original is, as its latest row says. */
  readonly original: string | null;
}

export async function invoicesOf({ portal }: Scope, partnerId: number): Promise<InvoiceLine[]> {
  const rows = await portal.sql<Omit<InvoiceLine, 'isProvisional'>>(
    'partner_invoices',
    `select i.id, i.number, c.number as contract, i.period::text as period, i.issued_on::text as "issuedOn", i.due_on::text as "dueOn", i.gross,
       i.open, i.status = 'cancelled' as "isCancelled",
       (select state from original_states where invoice_id = i.id order by id desc limit 1) as original
     from invoice_balances i join contracts c on c.partner_id = i.partner_id and c.id = i.contract_id where i.partner_id = $1 order by i.period desc, i.id desc limit ${LATEST}`,
    [partnerId],
  );
  return withDue(portal.sql, rows);
}

export interface PaymentLine {
  readonly id: number;
  readonly receivedOn: Day;
  readonly amount: Kopecks;
  readonly purpose: string;
  readonly invoices: string | null;
  readonly rest: Kopecks;
}

export function paymentsOf(scope: Scope, partnerId: number): Promise<PaymentLine[]> {
  return scope.portal.sql<PaymentLine>(
    'partner_payments',
    `select p.id, p.received_on::text as "receivedOn", p.amount, p.purpose,
       (select string_agg(distinct i.number, ', ') from settlements s join invoices i on i.partner_id = s.partner_id and i.id = s.invoice_id where s.payment_id = p.id) as invoices,
       (p.amount - coalesce((select sum(amount) from settlements where payment_id = p.id), 0))::bigint as rest
     from payments p where p.partner_id = $1 order by p.received_on desc, p.id desc limit ${LATEST}`,
    [partnerId],
  );
}

export interface LetterLine {
  readonly id: number;
  readonly template: LetterTemplate;
  readonly subject: string;
  readonly recipientAddress: string;
  readonly status: LetterState;
  readonly queuedAt: Date;
}

export function lettersOf(scope: Scope, partnerId: number): Promise<LetterLine[]> {
  return scope.portal.sql<LetterLine>(
    'partner_letters',
    `select id, template, subject, recipient_address as "recipientAddress", 
       case when settled_at is null then status::text else 'settled' end as status, queued_at as "queuedAt"
     from letters where partner_id = $1 order by id desc limit ${LATEST}`,
    [partnerId],
  );
}

export interface JournalLine {
  readonly at: Date;
  readonly actorName: string;
  readonly action: string;
  readonly subject: string;
  readonly address: string | null;
}

export function journalOf(scope: Scope, partnerId: number): Promise<JournalLine[]> {
  return scope.portal.sql<JournalLine>(
    'partner_journal',
    `select at, actor_name as "actorName", action, subject, address from audit_entries
     where partner_id = $1 order by at desc, id desc limit ${LATEST}`,
    [partnerId],
  );
}
