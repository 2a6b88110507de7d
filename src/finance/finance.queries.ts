import { partnerOf } from '#src/accounts/actor.rules.ts';
import type { HoldReason } from '#src/credit/credit.rules.ts';
import { type ExposureParts, exposureParts } from '#src/credit/credit.service.ts';
import { type StaleData, staleData } from '#src/exchange/data-age.queries.ts';
import { type Day, firstOfMonth, lastOfMonth, nextMonth } from '#src/lib/days.ts';
import { type Kopecks, zero } from '#src/lib/money.ts';
import { type RenewalsAhead, renewalsAhead } from '#src/orders/renewals/renewals.service.ts';
import { type AdvanceUnder, advancesUnder, prepaidOf } from '#src/payments/payments.service.ts';
import type { Scope } from '#src/platform/scope.ts';
import { type Allowances, allowancesBy } from '#src/promises/allowances.queries.ts';
import { type OwnPromises, ownPromises } from '#src/promises/own.queries.ts';
import { worksFrom } from '#src/subscriptions/service/period.rules.ts';
import { withDue } from '#src/workdays/calendar.queries.ts';
import type { DueDay } from '#src/workdays/due-day.rules.ts';
import { type Bridge, bridgeOf } from './bridge.queries.ts';

/** An invoice that is not paid in full; kopecks. */
export interface Debt extends DueDay {
  readonly number: string;
  readonly contract: string;
  readonly period: Day;
  readonly issuedOn: Day;
  readonly gross: Kopecks;
  readonly open: Kopecks;
}

/** An open hold with what it is about; the sum is what is to be paid as of now. */
export interface OpenHoldFacts {
  readonly id: number;
  readonly reason: HoldReason;
  readonly text: string;
  readonly placedAt: Date;
  readonly contract: string | null;
  readonly invoice: string | null;
  readonly dueOn: Day | null;
  readonly amount: Kopecks | null;
}

/** The partner's money as of now; sums in kopecks. */
export interface Money {
  readonly limit: Kopecks;
  readonly exposure: Kopecks;
  readonly heldOrders: number;
  readonly heldSum: Kopecks;
  readonly heldByHold: number;
  /** More seats of suspended subscriptions: whatever the limit, they follow the renewal. */
  readonly heldByRenewal: number;
  /** Charges of this month not yet invoiced: the invoice as of today. */
  readonly monthCharges: Kopecks;
  readonly monthVat: Kopecks;
  /** The temporary raise in force. */
  readonly raiseUntil: Day | null;
  readonly raiseRevertTo: Kopecks | null;
}

export interface Finance {
  readonly today: Day;
  /** The first day not closed: in the evening of a close the 1st, and the forecast is of that month. */
  readonly openDay: Day;
  readonly money: Money;
  readonly parts: ExposureParts;
  readonly debts: readonly Debt[];
  readonly holds: readonly OpenHoldFacts[];
  readonly renewals: RenewalsAhead;
  /** What money paid in advance settles by then, kopecks: the close decides renewals with that in mind. */
  readonly prepaid: Kopecks;
  /** What of it was paid under a contract, whose invoices it settles first. */
  readonly advances: readonly AdvanceUnder[];
  readonly bridge: Bridge;
  readonly promises: OwnPromises;
  /** What promised payments add to the limit, and what of it is over when the renewals are decided. */
  readonly allowances: Allowances;
  /** Where Axapta has a say about the partner, and its data are old. */
  readonly stale: StaleData | null;
}

/** Everything `/finance` tells about the actor's partner, whose first day not closed is `openFrom`. */
export async function finance(scope: Scope, openFrom: Day | null): Promise<Finance> {
  const partnerId = partnerOf(scope);
  const { sql, clock } = scope.portal;
  const today = clock.today();
  const openDay = worksFrom({ today, openFrom });
  const [money, parts, debts, holds, renewals, prepaid, advances, bridge, promises, allowances, stale] = await Promise.all([
    moneyOf(scope, partnerId, openDay),
    exposureParts(sql, partnerId, today),
    debtsOf(scope, partnerId),
    holdsOf(scope, partnerId),
    renewalsAhead(sql, partnerId, nextMonth(openDay), today),
    prepaidOf(sql, [partnerId], nextMonth(openDay)),
    advancesUnder(sql, partnerId),
    bridgeOf(scope, openDay),
    ownPromises(scope),
    allowancesBy(sql, partnerId, lastOfMonth(openDay)),
    staleData(scope.portal),
  ]);
  const isByAxapta = parts.axapta !== null || holds.some(({ reason }) => reason === 'axapta');
  const facts = {
    today,
    openDay,
    money,
    parts,
    debts,
    holds,
    renewals,
    advances,
    bridge,
    promises,
    allowances,
    stale: isByAxapta ? stale : null,
  };
  return { ...facts, prepaid: prepaid.get(partnerId) ?? zero };
}

async function moneyOf(scope: Scope, partnerId: number, openDay: Day): Promise<Money> {
  const [row] = await scope.portal.sql<Money>(
    'finance_money',
    `select p.credit_limit as "limit", e.exposure, o.count as "heldOrders", o.sum as "heldSum", o.blocked as "heldByHold",
       o.followers as "heldByRenewal",
       m.charges as "monthCharges", m.vat as "monthVat", l.until_on::text as "raiseUntil", l.revert_to as "raiseRevertTo"
     from partners p join credit_exposures e on e.partner_id = p.id
     cross join lateral (select count(*)::int as count, coalesce(sum(charge), 0)::bigint as sum,
         count(*) filter (where held_reason = 'partner_blocked')::int as blocked,
         count(*) filter (where held_reason = 'renewal_first')::int as followers from orders where partner_id = p.id and status = 'held') o
     cross join lateral (select coalesce(sum(charge), 0)::bigint as charges, coalesce(sum(vat), 0)::bigint as vat from service_periods
         where partner_id = p.id and from_on >= $2::date and from_on < $3::date and from_on >= coalesce(p.open_from, '-infinity'::date)) m
     left join limit_changes l on l.partner_id = p.id and l.until_on is not null and l.ended_at is null
     where p.id = $1`,
    [partnerId, firstOfMonth(openDay), nextMonth(openDay)],
  );
  if (!row) throw new Error('a partner came without its money');
  return row;
}

async function debtsOf({ portal }: Scope, partnerId: number): Promise<Debt[]> {
  const rows = await portal.sql<Omit<Debt, 'isProvisional'>>(
    'finance_debts',
    `select i.number, c.number as contract, i.period::text as period, i.issued_on::text as "issuedOn", i.due_on::text as "dueOn", i.gross, i.open
     from invoice_balances i join contracts c on c.partner_id = i.partner_id and c.id = i.contract_id
     where i.partner_id = $1 and i.status = 'issued' and i.open > 0 order by i.due_on, i.number`,
    [partnerId],
  );
  return withDue(portal.sql, rows);
}

function holdsOf(scope: Scope, partnerId: number): Promise<OpenHoldFacts[]> {
  return scope.portal.sql<OpenHoldFacts>(
    'finance_holds',
    `select h.id, h.reason::text as reason, h.text, h.placed_at as "placedAt", c.number as contract, i.number as invoice, i.due_on::text as "dueOn",
       case when i.id is null then h.amount else i.open end as amount
     from holds h left join contracts c on c.partner_id = h.partner_id and c.id = h.contract_id
       left join invoice_balances i on i.partner_id = h.partner_id and i.id = h.invoice_id
     where h.partner_id = $1 and h.lifted_at is null order by h.placed_at, h.id`,
    [partnerId],
  );
}
