import { partnerOf } from '#src/accounts/actor.rules.ts';
import { firstRenewalTold } from '#src/catalog/prices/notice.rules.ts';
import { priceToCome } from '#src/catalog/prices/renewal-price.queries.ts';
import type { HeldReason } from '#src/credit/credit.rules.ts';
import { addDays, type Day, day, firstOfMonth } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { BillingRule } from '#src/subscriptions/service/charge.rules.ts';
import { SERVED_COLUMNS, servedJoin } from '#src/subscriptions/service/served.queries.ts';
import type { ServedToday } from '#src/subscriptions/service/served.rules.ts';
import type { SubscriptionStatus } from '#src/subscriptions/subscriptions.rules.ts';
import { OPEN_WISH, type OpenWish } from '#src/subscriptions/wish.rules.ts';

/** A subscription as its card shows it; sums in kopecks with VAT. */
export interface Card extends ServedToday {
  readonly id: number;
  readonly number: string;
  readonly productName: string;
  readonly productSlug: string;
  readonly vendorName: string;
  readonly sku: string;
  readonly status: SubscriptionStatus;
  readonly seats: number;
  readonly unitPrice: Kopecks;
  readonly vatRate: number | null;
  readonly billingRule: BillingRule;
  readonly autoRenew: boolean;
  readonly stopOn: Day | null;
  readonly createdAt: Date;
  readonly startedOn: Day | null;
  readonly stoppedAt: Date | null;
  readonly customerId: number;
  readonly customerName: string;
  readonly domainPrefix: string;
  /** The vendor shows the customer's prefix as a domain of its own. */
  readonly usesDomainPrefix: boolean;
  readonly contractNumber: string;
  /** The price per seat from a renewal on, where it will be another one (product rule §5). */
  readonly priceToCome: { readonly price: Kopecks; readonly from: Day } | null;
  readonly heldOrder: { readonly number: string; readonly reason: HeldReason } | null;
  /** What the customer asks for and nobody has answered. */
  readonly openWish: OpenWish | null;
  /** Of this month and later. */
  readonly periods: readonly CardPeriod[];
}

export interface CardPeriod {
  readonly from: Day;
  /** Exclusive. */
  readonly to: Day;
  readonly seats: number;
  readonly unitPrice: Kopecks;
  readonly charge: Kopecks;
  readonly vat: Kopecks;
}

type Row = Omit<Card, 'periods' | 'priceToCome'> & {
  readonly periods: readonly PeriodJson[];
  readonly priceToCome: { readonly price: string; readonly from: Day } | null;
};

interface PeriodJson {
  readonly from: string;
  readonly to: string;
  readonly seats: number;
  readonly unitPrice: string;
  readonly charge: string;
  readonly vat: string;
}

/** The next 1st that is not closed for the partner; $4 is today. */
const NEXT_RENEWAL = `(select (date_trunc('month', greatest($4::date, open_from)) + interval '1 month')::date from partners where id = s.partner_id)`;

/** The partner's subscription by its number, in one statement. @throws NotFound for a foreign or absent one. */
export async function subscriptionCard(scope: Scope, number: string): Promise<Card> {
  const today = scope.portal.clock.today();
  const [row] = await scope.portal.sql<Row>(
    'subscription_card',
    `select s.id, s.number, s.product_name as "productName", p.slug as "productSlug", s.vendor_name as "vendorName", s.sku,
       s.status::text as status, s.seats, s.unit_price as "unitPrice", s.vat_rate as "vatRate", s.billing_rule::text as "billingRule",
       s.auto_renew as "autoRenew", s.stop_on as "stopOn", ${SERVED_COLUMNS}, s.created_at as "createdAt", s.started_on as "startedOn", s.stopped_at as "stoppedAt",
       s.customer_id as "customerId", s.customer_name as "customerName", k.domain_prefix as "domainPrefix",
       v.uses_domain_prefix as "usesDomainPrefix", c.number as "contractNumber",
       ${priceToCome(NEXT_RENEWAL, '$5::date')} as "priceToCome",
       (select json_build_object('number', o.number, 'reason', o.held_reason) from orders o
         where o.subscription_id = s.id and o.status = 'held' order by o.kind = 'renewal' desc, o.id limit 1) as "heldOrder", ${OPEN_WISH} as "openWish",
       coalesce((select json_agg(json_build_object('from', d.from_on, 'to', d.to_on, 'seats', d.seats, 'unitPrice', d.unit_price::text,
           'charge', d.charge::text, 'vat', d.vat::text) order by d.from_on)
         from service_periods d where d.subscription_id = s.id and d.from_on >= $3::date), '[]') as periods
     from subscriptions s join customers k on k.partner_id = s.partner_id and k.id = s.customer_id join contracts c on c.partner_id = s.partner_id and c.id = s.contract_id
       join offers f on f.id = s.offer_id join products p on p.id = f.product_id join vendors v on v.id = s.vendor_id ${servedJoin('s.id', '$4')}
     where s.partner_id = $1 and s.number = $2`,
    [partnerOf(scope), number, firstOfMonth(today), today, firstRenewalTold(addDays(today, 1))],
  );
  if (!row) throw new NotFound();
  const { priceToCome: next } = row;
  return { ...row, periods: row.periods.map(period), priceToCome: next && { ...next, price: kopecks(BigInt(next.price)) } };
}

function period(json: PeriodJson): CardPeriod {
  return {
    from: day(json.from),
    to: day(json.to),
    seats: json.seats,
    unitPrice: kopecks(json.unitPrice),
    charge: kopecks(json.charge),
    vat: kopecks(json.vat),
  };
}
