import { partnerOf } from '#src/accounts/actor.rules.ts';
import { type Day, firstOfMonth, lastOfMonth } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Scope } from '#src/platform/scope.ts';

/** What is charged under a contract in a month, kopecks with VAT. */
export interface ContractCharges {
  readonly contractNumber: string;
  readonly signedOn: Day;
  readonly subscriptions: number;
  readonly gross: Kopecks;
  readonly vat: Kopecks;
}

/** Charges of this month per contract of the partner, contracts without charges too. */
export async function monthByContract(scope: Scope): Promise<ContractCharges[]> {
  const today = scope.portal.clock.today();
  return scope.portal.sql<ContractCharges>(
    'charges_by_contract',
    `select c.number as "contractNumber", c.signed_on as "signedOn", count(distinct p.subscription_id)::int as subscriptions,
       coalesce(sum(p.charge), 0)::bigint as gross, coalesce(sum(p.vat), 0)::bigint as vat
     from contracts c left join service_periods p
       on p.partner_id = c.partner_id and p.contract_id = c.id and p.from_on between $2::date and $3::date
     where c.partner_id = $1 group by c.id, c.number, c.signed_on order by c.signed_on, c.id`,
    [partnerOf(scope), firstOfMonth(today), lastOfMonth(today)],
  );
}

/** One service period of this month. */
export interface ChargeLine {
  readonly contractNumber: string;
  readonly number: string;
  readonly productName: string;
  readonly customerName: string;
  readonly from: Day;
  /** Inclusive. */
  readonly through: Day;
  readonly seats: number;
  readonly unitPrice: Kopecks;
  readonly charge: Kopecks;
  readonly vat: Kopecks;
}

/** Every charge of this month, by contract and subscription, for a file. */
export async function monthCharges(scope: Scope): Promise<ChargeLine[]> {
  const today = scope.portal.clock.today();
  return scope.portal.sql<ChargeLine>(
    'charges_of_month',
    `select c.number as "contractNumber", s.number, s.product_name as "productName", s.customer_name as "customerName", p.from_on as "from",
       p.to_on - 1 as through, p.seats, p.unit_price as "unitPrice", p.charge, p.vat
     from service_periods p join subscriptions s on s.partner_id = p.partner_id and s.id = p.subscription_id join contracts c on c.partner_id = p.partner_id and c.id = p.contract_id
     where p.partner_id = $1 and p.from_on between $2::date and $3::date
     order by c.signed_on, c.id, s.id, p.from_on`,
    [partnerOf(scope), firstOfMonth(today), lastOfMonth(today)],
  );
}
