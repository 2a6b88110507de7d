import { renewalPrice } from '#src/catalog/prices/renewal-price.queries.ts';
import { type Credit, decideCost } from '#src/credit/credit.rules.ts';
import { creditsOf } from '#src/credit/credit.service.ts';
import { type Day, lastOfMonth, monthOf } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import { vatRate } from '#src/lib/vat.ts';
import { prepaidOf } from '#src/payments/payments.service.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { DueRenewals } from '#src/subscriptions/service/renewed.service.ts';
import type { RefusedRenewal } from './held-renewals.service.ts';

/** Renewals for the month that begins with `month`. */
export interface Due {
  readonly partnerIds: readonly number[];
  readonly month: Day;
}

/** $1 to $4 of `candidates`. */
export type DueParameters = DueRenewals['values'];

/** How many renewals of a partner are due, and what they cost; kopecks. */
export interface SumDue {
  readonly partnerId: number;
  readonly count: number;
  readonly cost: Kopecks;
}

/** A renewal that is not to be carried out now, with what it would cost in kopecks. */
export type Refused = RefusedRenewal & { readonly charge: bigint };

/** Per partner; `due` as `parameters` gives it. */
export function sumsDue(sql: Sql, due: DueParameters): Promise<SumDue[]> {
  return sql(
    'renewals_due',
    `${candidates} select partner_id as "partnerId", count(*)::int as count, sum(charge)::bigint as cost from due group by partner_id order by partner_id`,
    due,
  );
}

/** The partners are named twice: while a close fills the next month, only their part of it is looked through. `price` is SQL, kopecks a seat. */
const candidatesAt = (price: string): string => `with price as (
    select distinct on (offer_id) offer_id, gross from prices where valid_from <= $2::date order by offer_id, valid_from desc),
  priced as (
    select s.id, s.partner_id, s.contract_id, s.seats, s.unit_price as old_price, ${price} as price,
      s.vat_rate as old_rate, case when pr.vat_class = 'registry' then null else $3::int end as rate
    from subscriptions s join offers o on o.id = s.offer_id join products pr on pr.id = o.product_id left join price on price.offer_id = s.offer_id
    where s.partner_id = any($1::int[]) and s.status = 'active' and s.auto_renew and (s.stop_on is null or s.stop_on >= $2::date)
      and s.id <> all($4::int[])
      and not exists (select 1 from service_periods sp
        where sp.partner_id = any($1::int[]) and sp.subscription_id = s.id and sp.from_on >= $2::date)),
  due as (select *, price * seats as charge from priced)`;

/** At the price they have by then, as far as their partners were told. */
export const candidates = candidatesAt(renewalPrice('price.gross', '$2::date'));

/** At the listed price, for a renewal so far ahead that a letter about it still comes in time. */
export const candidatesListed = candidatesAt('coalesce(price.gross, s.unit_price)');

/** What `candidates` take; the subscriptions `but` are left out. */
export const parameters = ({ partnerIds, month }: Due, but: readonly number[]): DueParameters => [
  partnerIds,
  month,
  vatRate('standard', lastOfMonth(monthOf(month))),
  but,
];

/**
 * The partners' credit as it will be when the closing month is invoiced and what was paid in advance has settled it:
 * a partner that has paid is not held and released again in one breath.
 */
export async function creditsAtClose(sql: Sql, partnerIds: readonly number[], month: Day): Promise<Map<number, Credit>> {
  const prepaid = await prepaidOf(sql, partnerIds, month);
  const credits = await creditsOf(sql, partnerIds);
  return new Map(
    credits.map((credit) => [
      credit.partnerId,
      { ...credit, exposure: kopecks(credit.exposure - (credit.isByAxapta ? 0n : (prepaid.get(credit.partnerId) ?? 0n))) },
    ]),
  );
}

/** The renewals that are not to be carried out now. */
export async function refused(
  sql: Sql,
  due: DueParameters,
  sums: readonly SumDue[],
  credits: ReadonlyMap<number, Credit>,
): Promise<Refused[]> {
  const tight = sums.filter(({ partnerId, cost }) => decideCost(creditFor(credits, partnerId), kopecks(cost)).status === 'held');
  if (tight.length === 0) return [];
  const renewals = await sql<Omit<Refused, 'reason'>>(
    'renewals_of_partners',
    `${candidates} select partner_id as "partnerId", id, price, rate, charge from due where partner_id = any($5::int[]) order by partner_id, id`,
    [...due, tight.map(({ partnerId }) => partnerId)],
  );
  return decideEach(renewals, new Map(credits));
}

function decideEach<R extends { partnerId: number; charge: bigint }>(renewals: readonly R[], credits: Map<number, Credit>) {
  return renewals.flatMap((renewal) => {
    const credit = creditFor(credits, renewal.partnerId);
    const verdict = decideCost(credit, kopecks(renewal.charge));
    if (verdict.status === 'held') return [{ ...renewal, reason: verdict.reason }];
    credits.set(credit.partnerId, { ...credit, exposure: kopecks(credit.exposure + renewal.charge) });
    return [];
  });
}

export function creditFor(credits: ReadonlyMap<number, Credit>, partnerId: number): Credit {
  const credit = credits.get(partnerId);
  if (!credit) throw new Error(`partner ${partnerId} came without its credit`);
  return credit;
}
